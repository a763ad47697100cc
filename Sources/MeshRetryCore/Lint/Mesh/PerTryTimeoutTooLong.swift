/// The timeout of one attempt beside the timeout of the whole request.
enum PerTryTimeoutTooLong: PolicyInMeshRule {
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

  static func applies(to inventory: MeshInventory) -> Bool { inventory.hasTimeouts }

  static func check(_ policy: PolicyRecord, _ input: MeshInput) -> [Finding] {
    policy.items.enumerated().flatMap { index, item in
      [(ConfSection.http, item.httpTimeout), (.grpc, item.grpcTimeout)].compactMap {
        section, own in own.flatMap { finding($0, section, index, policy, input) }
      }
    }
  }

  private static func finding(
    _ own: PolicyRecord.Item.Timeout, _ section: ConfSection, _ index: Int,
    _ policy: PolicyRecord, _ input: MeshInput
  ) -> Finding? {
    let fitting = input[policy.name.mesh].requestTimeout(of: policy.items[index].targetRef.name)
    guard let fitting, own.value >= fitting.value else { return nil }
    let path = LintedPolicy.item(index, "default", .key(section.rawValue), "perTryTimeout")
    var finding = Finding(
      .perTryTimeoutTooLong,
      "perTryTimeout \(own.value) never fires: the request timeout is \(fitting.value)",
      at: policy.place(own.range), path: path.description, resource: policy.name)
    finding.related = [.init("the request timeout", at: fitting.place)]
    return finding
  }
}
