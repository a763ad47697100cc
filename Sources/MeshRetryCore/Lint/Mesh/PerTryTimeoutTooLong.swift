/// The timeout of one attempt beside the timeout of the whole request.
enum PerTryTimeoutTooLong: MeshRule {
  static let texts = [
    RuleText(
      .perTryTimeoutTooLong,
      why: """
        The timeout of the whole request goes on while attempts are made. A perTryTimeout that is not \
        shorter never fires, so an attempt that hangs is never retried.
        """,
      bad: .inputs(MeshExample.policy("http: {perTryTimeout: 20s}"), timeout),
      good: .inputs(MeshExample.policy("http: {perTryTimeout: 4s}"), timeout),
      envoy: "one attempt, then 504 after the request timeout (measured, 1.40)")
  ]

  private static let timeout = """
    type: MeshTimeout
    mesh: default
    name: timeouts
    spec:
      targetRef:
        kind: Mesh
      to:
      - targetRef:
          kind: Mesh
        default:
          http:
            requestTimeout: 15s
    """

  static func check(_ input: MeshInput) -> [Finding] {
    input.policies.flatMap { policy in
      policy.items.flatMap { item in
        item.perTryTimeouts.compactMap { own -> Finding? in
          let timeouts = input.inventory[policy.name.mesh].timeouts
          // A timeout for the service is more to the point than one for all.
          let fitting =
            timeouts.filter { $0.service != nil && $0.service == item.targetRef.name }.last
            ?? timeouts.filter { $0.service == nil }.last
          guard let fitting, own.timeout >= fitting.value else { return nil }
          var finding = Finding(
            .perTryTimeoutTooLong,
            "perTryTimeout \(own.timeout) never fires: the request timeout is \(fitting.value)",
            at: own.place, path: own.path.description, resource: policy.name)
          finding.related = [.init("the request timeout", at: fitting.place)]
          return finding
        }
      }
    }
  }
}
