/// Zero switches the limit off.
enum ZeroPerTryTimeout: PolicyRule {
  static let text = RuleText(
    .zeroPerTryTimeout,
    why: "A perTryTimeout of 0 is no limit at all: only the timeout of the whole request counts.",
    bad: """
      http:
        perTryTimeout: 0s
      """,
    good: """
      http:
        perTryTimeout: 500ms
      """,
    envoy: "an attempt of a second is waited for; with 500ms it is given up (measured, 1.40)")

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections where section.perTryTimeout == .zero {
      report.add(
        .zeroPerTryTimeout, "perTryTimeout 0 is no limit: only the request timeout counts",
        at: section.path("perTryTimeout"))
    }
  }
}
