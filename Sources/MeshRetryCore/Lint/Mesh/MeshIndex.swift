/// What the rules ask of a mesh for every policy, answered without going through all of it.
struct MeshIndex {
  /// The words that the names of services may be meant for.
  let services: Nearest.Words

  private let mesh: MeshInventory.Mesh
  private let tagSets: TagSets.Index
  /// The last timeout for each service, and for all.
  private let timeouts: [String?: MeshInventory.RequestTimeout]

  init(_ mesh: MeshInventory.Mesh) {
    self.mesh = mesh
    services = Nearest.Words(mesh.services.keys.sorted())
    tagSets = TagSets.Index(mesh.proxyTags)
    timeouts = Dictionary(mesh.timeouts.map { ($0.service, $0) }) { $1 }
  }

  /// Whether there are proxies in the input, by which policies can be measured.
  var hasProxies: Bool { mesh.hasProxies }

  func hasService(_ name: String) -> Bool { mesh.services[name] != nil }

  func hasGateway(_ name: String) -> Bool { mesh.gateways.contains(name) }

  func hasDataplane(_ name: String) -> Bool { mesh.dataplaneNames.contains(name) }

  /// Whether an inbound or a gateway has all these tags.
  func hasProxy(with tags: StringMap) -> Bool { tagSets.hasSet(with: tags) }

  /// The one protocol that all endpoints of a service name; nil when they differ or none is known.
  func `protocol`(of service: String) -> String? { mesh.services[service] ?? nil }

  /// The request timeout for a service: its own is more to the point than the one for all.
  func requestTimeout(of service: String?) -> MeshInventory.RequestTimeout? {
    service.flatMap { timeouts[$0] } ?? timeouts[nil]
  }
}
