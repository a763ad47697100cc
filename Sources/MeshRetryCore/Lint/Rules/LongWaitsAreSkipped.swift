/// A wait that a response asks for is honoured or not, never shortened.
enum LongWaitsAreSkipped: PolicyRule {
  static let text = RuleText(
    .longWaitsAreSkipped,
    why: """
      When a response asks for a longer wait than maxInterval (300s when absent), Envoy passes over \
      the header and looks at the next one, or takes the exponential back-off. It does not wait for \
      maxInterval. What it honours it lengthens by up to a half, at random.
      """,
    bad: """
      http:
        rateLimitedBackOff:
          resetHeaders:
          - name: retry-after
            format: Seconds
      """,
    good: """
      http:
        numRetries: 3
      """,
    envoy: """
      a response asks for an hour: with maxInterval 1s the retry is sent at once; for one second: \
      after one second (measured, 1.40)
      """)

  private static let defaultMaximum = GoDuration(milliseconds: 300_000)

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections {
      guard let backOff = section.rateLimitedBackOff else { continue }
      let most = backOff.maxInterval ?? defaultMaximum
      report.add(
        .longWaitsAreSkipped, "waits above \(most) are passed over, not shortened",
        at: backOff.maxInterval == nil
          ? section.path("rateLimitedBackOff")
          : section.path("rateLimitedBackOff", "maxInterval"))
    }
  }
}
