/// A list of gRPC statuses replaces all default conditions, those about connections too.
enum GRPCListDropsConnectionFailures: PolicyRule {
  static let text = RuleText(
    .grpcListDropsConnectionFailures,
    why: """
      Without retryOn, grpc retries failed connections, resets, refused streams and gateway errors \
      beside some statuses. A list of statuses replaces all of them, and there is no item to bring \
      the connection failures back.
      """,
    bad: """
      grpc:
        retryOn:
        - Unavailable
      """,
    good: """
      grpc:
        numRetries: 3
      """,
    envoy: "a connection that breaks: 1 attempt with the list, 4 without (measured, 1.40)")

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections where !section.isHTTP {
      guard let items = section.retryOn, !items.isEmpty else { continue }
      report.add(
        .grpcListDropsConnectionFailures,
        "an explicit list: failed connections, resets and gateway errors are not retried any more",
        at: section.path("retryOn"))
    }
  }
}
