/// The documentation calls the number of retries a number of attempts.
enum RetriesNotAttempts: PolicyRule {
  static let text = RuleText(
    .retriesNotAttempts,
    why: """
      numRetries counts what follows the first attempt: with 3 a request is sent up to four times. \
      maxConnectAttempt of tcp, on the other hand, counts all attempts.
      """,
    bad: """
      http:
        numRetries: 3
      """,
    good: """
      tcp:
        maxConnectAttempt: 4
      """,
    envoy: "3 retries: 4 requests upstream (measured, 1.40)")

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections {
      guard let retries = section.numRetries, retries > 0 else { continue }
      report.add(
        .retriesNotAttempts, "numRetries \(retries): up to \(UInt64(retries) + 1) attempts",
        at: section.path("numRetries"))
    }
  }
}
