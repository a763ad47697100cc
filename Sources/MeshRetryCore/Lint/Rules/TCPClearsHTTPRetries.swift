/// From 2.3 to 2.6 a rule without the section of a service's protocol takes its retries away.
enum TCPClearsHTTPRetries: PolicyRule {
  static let text = RuleText(
    .tcpClearsHTTPRetries,
    why: """
      In these releases a policy that reaches an http or grpc service but lacks the section for it \
      clears the retries on the service's routes, those of a legacy Retry included. A policy to the \
      whole mesh reaches all services.
      """,
    bad: .input(
      """
      type: MeshRetry
      mesh: default
      name: example
      spec:
        targetRef:
          kind: Mesh
        to:
        - targetRef:
            kind: Mesh
          default:
            tcp:
              maxConnectAttempt: 5
      """),
    good: .input(
      """
      type: MeshRetry
      mesh: default
      name: example
      spec:
        targetRef:
          kind: Mesh
        to:
        - targetRef:
            kind: Mesh
          default:
            tcp:
              maxConnectAttempt: 5
            http:
              numRetries: 5
            grpc:
              numRetries: 5
      """),
    releases: .having(.missingSectionClears))

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    let items = policy.spec.to ?? []
    let hasOtherSection = items.contains { item in
      item.targetRef.kind == "Mesh" && (item.conf.http != nil || item.conf.grpc != nil)
    }
    if hasOtherSection { return }
    for (index, item) in items.enumerated()
    where item.targetRef.kind == "Mesh" && item.conf.tcp != nil {
      report.add(
        .tcpClearsHTTPRetries,
        "to the whole mesh with tcp only: the retries of http and grpc services are cleared",
        at: LintedPolicy.item(index, "default", "tcp"),
        help: "add http and grpc sections, or name the tcp services in 'to'")
    }
  }
}
