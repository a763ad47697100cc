/// The older policy beside the newer one.
enum LegacyRetryBeside: MeshRule {
  static let texts = [
    RuleText(
      .legacyRetry,
      why: """
        "Do not combine", the documentation says. Both end up in Envoy's configuration: the legacy \
        Retry on the virtual host, MeshRetry on the route, whose policy Envoy uses alone. The legacy \
        one is then in force for some services and not for others.
        """,
      bad: .inputs(MeshExample.policy("http: {numRetries: 3}"), retry),
      good: .input(MeshExample.policy("http: {numRetries: 3}")),
      envoy: "the policy of a route takes the place of the virtual host's (measured, 1.40)")
  ]

  private static let retry = """
    type: Retry
    mesh: default
    name: retry-all
    sources:
    - match:
        kuma.io/service: '*'
    destinations:
    - match:
        kuma.io/service: '*'
    conf:
      http:
        numRetries: 5
    """

  /// What there is to say of meshes that have policies.
  static func check(_ meshes: Set<String>, _ inventory: MeshInventory) -> [Finding] {
    meshes.sorted().flatMap { mesh in
      (inventory.meshes[mesh]?.legacyRetries ?? []).map { retry in
        Finding(
          .legacyRetry,
          "Retry '\(retry.name)' beside a MeshRetry in mesh '\(mesh)': do not combine the two",
          at: retry.place,
          resource: ResourceName(type: "Retry", mesh: mesh, name: retry.name))
      }
    }
  }
}
