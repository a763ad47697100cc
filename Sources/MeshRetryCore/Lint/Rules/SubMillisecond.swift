/// Envoy counts in whole milliseconds; Kuma takes nanoseconds.
enum SubMillisecond: PolicyRule {
  static let text = RuleText(
    .subMillisecond,
    why: """
      Envoy cuts durations to whole milliseconds; intervals below one millisecond become one. The \
      rest of the number has no effect.
      """,
    bad: """
      http:
        backOff:
          baseInterval: 1500us
      """,
    good: """
      http:
        backOff:
          baseInterval: 2ms
      """,
    envoy:
      "cuts to milliseconds: a base of 1.9ms and a maximum of 1.1ms are both 1 ms (measured, 1.40)")

  private static let nanosecondsPerMillisecond: Int64 = 1_000_000

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections {
      for field in RetrySection.DurationField.allCases {
        guard let duration = section.duration(field), duration > .zero,
          duration.nanoseconds % nanosecondsPerMillisecond != 0
        else { continue }
        let path = section.path(field)
        let least: Int64 = field == .perTryTimeout ? 0 : 1
        report.add(
          .subMillisecond,
          "\(path.lastKey) \(duration): Envoy uses \(max(least, duration.milliseconds))ms", at: path
        )
      }
    }
  }
}
