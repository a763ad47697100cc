/// Envoy retries requests of every method unless methods are named.
enum NonIdempotentMethods: PolicyRule {
  static let text = RuleText(
    .nonIdempotentMethods,
    why: """
      Envoy does not look at the method: a POST that the service has carried out before the \
      connection broke is sent again. HttpMethod items limit the retries to methods that may be \
      repeated.
      """,
    bad: """
      http:
        numRetries: 3
        retryOn:
        - 5xx
      """,
    good: """
      http:
        numRetries: 3
        retryOn:
        - 5xx
        - HttpMethodGet
        - HttpMethodHead
      """,
    envoy: "a POST answered with 503 is sent four times with three retries (measured, 1.40)")

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections {
      guard let http = section.http, section.retryOnForms.methods.isEmpty, http.numRetries != 0,
        http.retriableRequestHeaders?.isEmpty ?? true
      else { continue }
      let path = http.retryOn == nil ? section.path() : section.path("retryOn")
      report.add(
        .nonIdempotentMethods, "requests of every method are retried, POST and PATCH too", at: path,
        help: "name the methods that may be repeated: HttpMethodGet, HttpMethodHead, …")
    }
  }
}
