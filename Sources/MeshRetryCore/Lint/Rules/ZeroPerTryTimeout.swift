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
    envoy: "source, 1.26 to 1.38")

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections where section.perTryTimeout == .zero {
      report.add(
        .zeroPerTryTimeout, "perTryTimeout 0 is no limit: only the request timeout counts",
        at: section.path("perTryTimeout"))
    }
  }
}
