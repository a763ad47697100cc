/// Envoy wants the largest interval not to be below the first one; Kuma does not compare them.
enum MaximumBelowBase: PolicyRule {
  static let text = RuleText(
    .maximumBelowBase,
    why: """
      Envoy compares the two in whole milliseconds and refuses the listener when the largest \
      interval is shorter than the first one. Kuma does not look.
      """,
    bad: """
      http:
        backOff:
          baseInterval: 1s
          maxInterval: 500ms
      """,
    good: """
      http:
        backOff:
          baseInterval: 500ms
          maxInterval: 1s
      """,
    envoy: """
      refuses: retry_policy.max_interval must greater than or equal to the base_interval \
      (measured, 1.40)
      """)

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections {
      guard let base = section.backOff?.baseInterval, let most = section.backOff?.maxInterval,
        base > .zero, most > .zero,
        // What is below a millisecond is one to Envoy.
        max(1, most.milliseconds) < max(1, base.milliseconds)
      else { continue }
      report.add(
        .maximumBelowBase,
        "maxInterval \(most) is shorter than baseInterval \(base): Envoy refuses the listener",
        at: section.path("backOff", "maxInterval"))
    }
  }
}
