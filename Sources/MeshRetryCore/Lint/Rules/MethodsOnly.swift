/// HttpMethod items are no conditions: they say which requests may be retried at all.
enum MethodsOnly: PolicyRule {
  static let text = RuleText(
    .methodsOnly,
    why: """
      HttpMethodGet does not retry every GET: it limits retries to GET. With no condition beside it, \
      the default ones apply (gateway-error, connect-failure, refused-stream).
      """,
    bad: """
      http:
        retryOn:
        - HttpMethodGet
      """,
    good: """
      http:
        retryOn:
        - HttpMethodGet
        - 5xx
      """,
    envoy: "a GET answered with 503 is retried, one answered with 500 is not (measured, 1.40)")

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections {
      let forms = section.retryOnForms
      guard forms.conditions.isEmpty, forms.codes.isEmpty, !forms.methods.isEmpty else { continue }
      report.add(
        .methodsOnly,
        "methods alone are no conditions: the default conditions apply, for these methods only",
        at: section.path("retryOn"), help: "add a condition such as 5xx")
    }
  }
}
