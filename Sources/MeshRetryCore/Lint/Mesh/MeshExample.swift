/// Pieces of the examples of rules about meshes.
enum MeshExample {
  static func dataplane(service: String, protocol name: String) -> String {
    """
    type: Dataplane
    mesh: default
    name: \(service)-1
    networking:
      address: 192.168.0.1
      inbound:
      - port: 8080
        tags:
          kuma.io/service: \(service)
          kuma.io/protocol: \(name)
    """
  }

  static func policy(
    name: String = "example", to service: String = "backend", _ conf: String
  ) -> String {
    """
    type: MeshRetry
    mesh: default
    name: \(name)
    spec:
      targetRef:
        kind: Mesh
      to:
      - targetRef:
          kind: MeshService
          name: \(service)
        default:
          \(conf)
    """
  }
}
