/// Envoy wants positive intervals; Kuma takes any.
enum IntervalNotPositive: PolicyRule {
  static let text = RuleText(
    .intervalNotPositive,
    why: """
      The documentation says that baseInterval must be greater than zero, but Kuma does not check \
      it, nor maxInterval. Envoy refuses the listener.
      """,
    bad: """
      http:
        backOff:
          baseInterval: 0s
      """,
    good: """
      http:
        backOff:
          baseInterval: 1ms
      """,
    envoy: """
      refuses: RetryBackOffValidationError.BaseInterval: value must be greater than 0s \
      (measured, 1.40)
      """)

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections {
      for field in [RetrySection.DurationField.baseInterval, .maxInterval] {
        guard let interval = section.duration(field), interval <= .zero else { continue }
        let path = section.path(field)
        report.add(
          .intervalNotPositive,
          "\(path.lastKey) \(interval) is not greater than zero: Envoy refuses the listener",
          at: path)
      }
    }
  }
}
