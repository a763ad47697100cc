/// Envoy takes no negative durations; Kuma does.
enum NegativePerTryTimeout: PolicyRule {
  static let text = RuleText(
    .negativePerTryTimeout,
    why: "Kuma takes a negative perTryTimeout. Envoy refuses the listener.",
    bad: """
      http:
        perTryTimeout: -1s
      """,
    good: """
      http:
        perTryTimeout: 1s
      """,
    envoy: "refuses: Invalid duration: Expected positive duration (measured, 1.40)")

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections {
      guard let timeout = section.perTryTimeout, timeout < .zero else { continue }
      report.add(
        .negativePerTryTimeout, "perTryTimeout \(timeout) is negative: Envoy refuses the listener",
        at: section.path("perTryTimeout"))
    }
  }
}
