/// Envoy wants at least one header; Kuma only wants the list to be there.
enum EmptyResetHeaders: PolicyRule {
  static let text = RuleText(
    .emptyResetHeaders,
    why: """
      Kuma requires resetHeaders but takes an empty list. Envoy refuses the listener. Leave out \
      rateLimitedBackOff when there is no header to look at.
      """,
    bad: """
      http:
        rateLimitedBackOff:
          resetHeaders: []
      """,
    good: """
      http:
        rateLimitedBackOff:
          resetHeaders:
          - name: retry-after
            format: Seconds
      """,
    envoy: """
      refuses: RateLimitedRetryBackOffValidationError.ResetHeaders: value must contain at least \
      1 item(s) (measured, 1.40)
      """)

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections where section.rateLimitedBackOff?.resetHeaders?.isEmpty ?? false
    {
      report.add(
        .emptyResetHeaders, "resetHeaders is empty: Envoy refuses the listener",
        at: section.path("rateLimitedBackOff", "resetHeaders"),
        help: "name a header, or leave out rateLimitedBackOff")
    }
  }
}
