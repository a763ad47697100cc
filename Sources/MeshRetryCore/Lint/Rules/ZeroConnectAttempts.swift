/// Envoy wants at least one attempt to connect; Kuma took 0 up to 2.7.
enum ZeroConnectAttempts: PolicyRule {
  static let text = RuleText(
    .zeroConnectAttempts,
    why: """
      maxConnectAttempt counts all attempts, the first one included, so 0 means nothing. Up to 2.7 \
      Kuma takes it and Envoy refuses the listener; from 2.8 on Kuma refuses it itself.
      """,
    bad: """
      tcp:
        maxConnectAttempt: 0
      """,
    good: """
      tcp:
        maxConnectAttempt: 1
      """,
    releases: .lacking(.maxConnectAttemptPositive),
    envoy: """
      refuses: TcpProxyValidationError.MaxConnectAttempts: value must be greater than or equal to 1 \
      (measured, 1.40)
      """)

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for (index, item) in (policy.spec.to ?? []).enumerated()
    where item.conf.tcp?.maxConnectAttempt == 0 {
      report.add(
        .zeroConnectAttempts, "maxConnectAttempt 0: Envoy refuses the listener",
        at: LintedPolicy.item(index, "default", "tcp", "maxConnectAttempt"),
        help: "1 connects once, without a second attempt")
    }
  }
}
