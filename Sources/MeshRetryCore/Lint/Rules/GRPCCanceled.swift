/// Kuma spells the word otherwise than Envoy.
enum GRPCCanceled: PolicyRule {
  static let text = RuleText(
    .grpcCanceled,
    why: """
      Kuma writes canceled to retry_on; Envoy's word is cancelled, and Envoy passes over words that \
      it does not know. So Canceled never retries, in any release. Without retryOn the default list \
      has the right word.
      """,
    bad: """
      grpc:
        retryOn:
        - Canceled
        - Unavailable
      """,
    good: """
      grpc:
        retryOn:
        - Unavailable
      """,
    envoy: "grpc-status 1 with canceled: 1 attempt; with cancelled: 3 (measured, 1.40)")

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections where !section.isHTTP {
      for (index, item) in (section.retryOn ?? []).enumerated()
      where item == GRPCRetryOn.canceled.rawValue {
        report.add(
          .grpcCanceled,
          "Canceled has no effect: Kuma writes 'canceled', Envoy's word is 'cancelled'",
          at: section.path("retryOn", .index(index)))
      }
    }
  }
}
