/// The validator reads a sign, the mapping to Envoy does not.
enum SignedStatusCode: PolicyRule {
  static let text = RuleText(
    .signedStatusCode,
    why: """
      Kuma's validator takes "+503", but the code that writes Envoy's configuration does not read \
      it as a number: the item is lost.
      """,
    bad: """
      http:
        retryOn:
        - 5xx
        - "+429"
      """,
    good: """
      http:
        retryOn:
        - 5xx
        - "429"
      """,
    envoy: "429 is not retried with \"+429\" (measured, 1.40)")

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections where section.isHTTP {
      for (index, item) in (section.retryOn ?? []).enumerated() where item.hasPrefix("+") {
        report.add(
          .signedStatusCode, "'\(item)' is lost on the way to Envoy; write '\(item.dropFirst())'",
          at: section.path("retryOn", .index(index)), fix: String(item.dropFirst()))
      }
    }
  }
}
