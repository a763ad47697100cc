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
      check(section.perTryTimeout, in: section, &report, "perTryTimeout")
      check(section.backOff?.baseInterval, in: section, &report, "backOff", "baseInterval")
      check(section.backOff?.maxInterval, in: section, &report, "backOff", "maxInterval")
      check(
        section.rateLimitedBackOff?.maxInterval, in: section, &report, "rateLimitedBackOff",
        "maxInterval")
    }
  }

  private static func check(
    _ duration: GoDuration?, in section: RetrySection, _ report: inout LintReport,
    _ steps: FieldPath.Step...
  ) {
    guard let duration, duration > .zero, duration.nanoseconds % nanosecondsPerMillisecond != 0
    else { return }
    let path = FieldPath(section.path().steps + steps)
    let isTimeout = path.lastKey == "perTryTimeout"
    let used = isTimeout ? duration.milliseconds : max(1, duration.milliseconds)
    report.add(.subMillisecond, "\(path.lastKey) \(duration): Envoy uses \(used)ms", at: path)
  }
}
