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
      for field in RetrySection.DurationField.allCases {
        guard let duration = section.duration(field), duration.isBeyondEnvoysClock else { continue }
        let path = section.path(field)
        report.add(
          .durationTooLong,
          "\(path.lastKey) \(duration) is beyond Envoy's clock: Envoy refuses the listener",
          at: path)
      }
    }
  }
}
