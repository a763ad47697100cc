/// Request headers and methods end up in one list of which a request must match any.
enum RequestMatchersAreAlternatives: PolicyRule {
  static let text = RuleText(
    .requestMatchersAreAlternatives,
    why: """
      Methods and request headers become one list in Envoy, and a request that matches any of it may \
      be retried. "GET, and only with this header" cannot be said.
      """,
    bad: """
      http:
        retryOn:
        - 5xx
        - HttpMethodGet
        retriableRequestHeaders:
        - name: x-retry
          type: Present
      """,
    good: """
      http:
        retryOn:
        - 5xx
        retriableRequestHeaders:
        - name: x-retry
          type: Present
      """,
    envoy: "matchers of retriable_request_headers are alternatives (measured, 1.40)")

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections {
      let headers = section.http?.retriableRequestHeaders?.count ?? 0
      let hasMethods = !section.retryOnForms.methods.isEmpty
      guard headers > 1 || headers == 1 && hasMethods else { continue }
      let what = hasMethods ? "methods and request headers" : "request headers"
      report.add(
        .requestMatchersAreAlternatives,
        "\(what) are alternatives: a request that matches one of them may be retried",
        at: section.path("retriableRequestHeaders"))
    }
  }
}
