/// Envoy's clock ends a second before Go's.
enum DurationTooLong: PolicyRule {
  static let text = RuleText(
    .durationTooLong,
    why: """
      Kuma takes durations up to 2562047h47m16.854775807s, about 292 years. Envoy refuses the listener \
      with one above 2562047h47m15s. For no limit leave the field out, or write 0s for perTryTimeout.
      """,
    bad: """
      http:
        perTryTimeout: 2562047h47m16s
      """,
    good: """
      http:
        perTryTimeout: 2562047h47m15s
      """,
    envoy: "refuses: Invalid duration: Duration out-of-range (measured, 1.40)")

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections {
      let durations: [(GoDuration?, FieldPath)] = [
        (section.perTryTimeout, section.path("perTryTimeout")),
        (section.backOff?.baseInterval, section.path("backOff", "baseInterval")),
        (section.backOff?.maxInterval, section.path("backOff", "maxInterval")),
        (
          section.rateLimitedBackOff?.maxInterval,
          section.path("rateLimitedBackOff", "maxInterval")
        ),
      ]
      for (duration, path) in durations {
        guard let duration, duration.isBeyondEnvoysClock else { continue }
        report.add(
          .durationTooLong,
          "\(path.lastKey) \(duration) is beyond Envoy's clock: Envoy refuses the listener",
          at: path)
      }
    }
  }
}
