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
    envoy: "cuts to milliseconds; base and maximum below 1 ms become 1 ms (source, 1.26 to 1.38)")

  private static let nanosecondsPerMillisecond: Int64 = 1_000_000

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections {
      let durations: [(FieldPath, GoDuration?)] = [
        (section.path("perTryTimeout"), section.perTryTimeout),
        (section.path("backOff", "baseInterval"), section.backOff?.baseInterval),
        (section.path("backOff", "maxInterval"), section.backOff?.maxInterval),
        (
          section.path("rateLimitedBackOff", "maxInterval"),
          section.rateLimitedBackOff?.maxInterval
        ),
      ]
      for (path, duration) in durations {
        guard let duration, duration > .zero,
          duration.nanoseconds % nanosecondsPerMillisecond != 0
        else { continue }
        let isTimeout = path.lastKey == "perTryTimeout"
        let used = isTimeout ? duration.milliseconds : max(1, duration.milliseconds)
        report.add(
          .subMillisecond, "\(path.lastKey) \(duration): Envoy uses \(used)ms", at: path)
      }
    }
  }
}
