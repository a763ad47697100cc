/// Envoy wants a base interval in every back-off it gets; Kuma takes one without.
enum BackOffWithoutBase: PolicyRule {
  static let text = RuleText(
    .backOffWithoutBase,
    why: """
      Kuma passes a backOff on as it is. Envoy needs the base interval in it and refuses the whole \
      listener without; 25ms is used only when backOff is absent altogether. For grpc, releases from \
      2.10 on fill in 25ms.
      """,
    bad: """
      http:
        numRetries: 3
        backOff:
          maxInterval: 1s
      """,
    good: """
      http:
        numRetries: 3
        backOff:
          baseInterval: 100ms
          maxInterval: 1s
      """,
    envoy: "refuses: RetryBackOffValidationError.BaseInterval: value is required (measured, 1.40)")

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections {
      guard let backOff = section.backOff, backOff.baseInterval == nil,
        section.isHTTP || !policy.release.has(.grpcBackOffBaseDefault)
      else { continue }
      report.add(
        .backOffWithoutBase, "backOff without baseInterval: Envoy refuses the listener",
        at: section.path("backOff"),
        help: "add baseInterval, or leave out backOff to get 25ms")
    }
  }
}
