/// Kuma never writes the word that makes Envoy look at response headers.
enum DeadResponseHeaders: PolicyRule {
  static let text = RuleText(
    .deadResponseHeaders,
    why: """
      Envoy looks at the headers of a response only when retry_on has the word retriable-headers. \
      Kuma writes the headers but never the word, so they have no effect in any release.
      """,
    bad: """
      http:
        numRetries: 3
        retriableResponseHeaders:
        - name: x-retry
          type: Present
      """,
    good: """
      http:
        numRetries: 3
        retryOn:
        - "503"
        - ConnectFailure
      """,
    envoy: "one attempt with the header alone (measured, 1.40)")

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections
    where !(section.http?.retriableResponseHeaders?.isEmpty ?? true) {
      report.add(
        .deadResponseHeaders,
        "retriableResponseHeaders has no effect: Kuma does not write retriable-headers to retry_on",
        at: section.path("retriableResponseHeaders"),
        help: "retry on a status code instead")
    }
  }
}
