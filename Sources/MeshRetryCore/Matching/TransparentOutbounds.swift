import JSON

/// The outbounds that a control plane makes for a proxy with transparent proxying: one for each service of
/// the mesh, and one for each port of each service that is a resource.
///
/// The addresses are those of a fresh control plane: `240.0.0.0` for the first service by name, and so on,
/// port 80; a resource that tells its own address keeps it.
struct TransparentOutbounds {
  /// What an outbound is for.
  enum Target {
    case service(String)
    case resource(Destination, Destination.Port)
  }

  /// An outbound.
  struct Generated {
    var address: String
    var port: Int
    var destination: Target
  }

  private let mesh: MeshSnapshot
  private let protocols: ServiceProtocols
  private let hasResources: Bool
  private static let servicePort = 80

  init(_ mesh: MeshSnapshot, _ protocols: ServiceProtocols, _ release: Release) {
    self.mesh = mesh
    self.protocols = protocols
    hasResources = release.has(.resourceRules)
  }

  /// The outbounds of a proxy; none without transparent proxying.
  func outbounds(of dataplane: Dataplane) -> [Generated] {
    guard let proxying = dataplane.transparentProxying else { return [] }
    let isExclusive =
      mesh.mesh?.body["meshServices"]?["mode"]?.hasText("Exclusive") ?? false
    let isLegacy = !(isExclusive && hasResources)
    return (isLegacy ? services(proxying) : []) + (hasResources ? resources(proxying) : [])
  }

  private func services(_ proxying: Dataplane.TransparentProxying) -> [Generated] {
    let reachable = proxying.reachableServices
    return protocols.services.enumerated().compactMap { index, service in
      guard reachable.isEmpty || reachable.contains("*") || reachable.contains(service) else {
        return nil
      }
      return Generated(
        address: Self.address(240, index), port: Self.servicePort, destination: .service(service))
    }
  }

  private func resources(_ proxying: Dataplane.TransparentProxying) -> [Generated] {
    mesh.destinations.enumerated().flatMap { index, destination -> [Generated] in
      let address = destination.address ?? Self.address(Self.network(of: destination), index)
      return destination.ports.filter { isReachable(destination, $0, proxying) }.map {
        Generated(address: address, port: $0.number, destination: .resource(destination, $0))
      }
    }
  }

  private func isReachable(
    _ destination: Destination, _ port: Destination.Port,
    _ proxying: Dataplane.TransparentProxying
  ) -> Bool {
    guard let refs = proxying.reachableBackends else { return true }
    let resource = destination.resource
    return refs.contains { ref in
      guard ref.kind == resource.type, ref.port == nil || ref.port == port.number else {
        return false
      }
      if !ref.labels.isEmpty { return resource.labels.includes(ref.labels) }
      let namespace = resource.labels[LabelKey.namespace]
      return (ref.name == resource.displayName || ref.name == resource.name)
        && (ref.namespace == nil || ref.namespace == namespace)
    }
  }

  /// The networks of which a control plane takes addresses of resources.
  private static func network(of destination: Destination) -> Int {
    switch destination.resource.type {
    case "MeshExternalService": 242
    case "MeshMultiZoneService": 243
    default: 241
    }
  }

  private static func address(_ network: Int, _ index: Int) -> String {
    "\(network).\(index >> 16 & 255).\(index >> 8 & 255).\(index & 255)"
  }
}
