import JSON

/// The endpoints that a mesh's resources give to services: the inbounds of Dataplanes, external
/// services, and resources that stand for them.
///
/// Source: Kuma's endpoint map: an inbound that is not ready is left out; tags go along without the
/// service's own (Kuma: `EndpointMetadata`).
public struct MeshEndpoints: Sendable {
  private struct Candidate: Sendable {
    var mesh: String
    var endpoint: Endpoint
    var tags: StringMap
    var port: Int
    var portName: String?
  }

  private let release: Release
  private var candidates: [Candidate] = []
  private var byService: [String: [Int]] = [:]
  private var zones: [String: String] = [:]
  /// Resources by their identifier without a section.
  private var resources: [String: Resource] = [:]

  /// No endpoints yet; the release says how resources are read.
  public init(release: Release) { self.release = release }

  /// Takes in a resource; kinds that give no endpoints are passed over.
  public mutating func add(_ node: JSONNode) {
    guard let resource = Resource(node, release: release) else { return }
    switch resource.type {
    case "Dataplane": add(Dataplane(resource))
    case "ExternalService":
      let address = resource.body["networking"]?["address"]?.string
      guard let endpoint = address.flatMap({ Endpoint(parsing: $0) }) else { return }
      add(endpoint, resource.mesh, StringMap(resource.body["tags"]), portName: nil)
    case "MeshService", "MeshExternalService", "MeshMultiZoneService":
      resources[KRI(resource).description] = resource
    default: break
    }
  }

  private mutating func add(_ dataplane: Dataplane) {
    let mesh = dataplane.resource.mesh
    for inbound in dataplane.inbounds {
      if let zone = inbound.tags[LabelKey.zone] {
        zones[mesh + "/" + dataplane.resource.name] = zone
      }
      guard inbound.isHealthy, inbound.state == "Ready", (1...65535).contains(inbound.port) else {
        continue
      }
      let host = String(inbound.key.dropLast(String(inbound.port).count + 1))
      add(Endpoint(host: host, port: inbound.port), mesh, inbound.tags, portName: inbound.name)
    }
  }

  private mutating func add(
    _ endpoint: Endpoint, _ mesh: String, _ tags: StringMap, portName: String?
  ) {
    var endpoint = endpoint
    endpoint.tags = tags.entries.filter { $0.key != Self.serviceTag }
      .map { RetryPolicy.Tag(key: $0.key, value: $0.value) }
    endpoint.zone = tags[LabelKey.zone]
    if let service = tags[Self.serviceTag] {
      byService[mesh + "/" + service, default: []].append(candidates.count)
    }
    candidates.append(
      Candidate(
        mesh: mesh, endpoint: endpoint, tags: tags, port: endpoint.port, portName: portName))
  }

  private static let serviceTag = "kuma.io/service"

  // MARK: Lookup

  /// The endpoints of a service, as a proxy of the mesh sees them.
  public func endpoints(service: String, mesh: String, dataplane: String) -> [Endpoint] {
    seen(
      (byService[mesh + "/" + service] ?? []).map { candidates[$0].endpoint }, by: dataplane, mesh)
  }

  /// The endpoints of a resource's port, by the identifier whose section is the port.
  public func endpoints(resource kri: String, mesh: String, dataplane: String) -> [Endpoint] {
    guard let end = kri.lastIndex(of: "_"), let resource = resources[String(kri[...end])] else {
      return []
    }
    let section = String(kri[kri.index(after: end)...])
    switch resource.type {
    case "MeshExternalService":
      return (resource.body["endpoints"]?.elements.map { $0 } ?? []).compactMap { node in
        guard let host = node["address"]?.string, let port: Int = node["port"]?.number?.integer()
        else { return nil }
        return Endpoint(host: host, port: port)
      }
    case "MeshMultiZoneService":
      let labels = StringMap(resource.body["selector"]?["meshService"]?["matchLabels"])
      let services = resources.filter { _, service in
        service.type == "MeshService" && service.mesh == mesh
          && labels.entries.allSatisfy { service.labels[$0.key] == $0.value }
      }.sorted { $0.key < $1.key }.map(\.value)
      return seen(services.flatMap { inbounds(of: $0, section) }, by: dataplane, mesh)
    default: return seen(inbounds(of: resource, section), by: dataplane, mesh)
    }
  }

  /// The inbounds that a MeshService selects, of the port with that name or number, or of all.
  private func inbounds(of service: Resource, _ section: String) -> [Endpoint] {
    let selector = StringMap(service.body["selector"]?["dataplaneTags"])
    let targets = (service.body["ports"]?.elements.map { $0 } ?? []).compactMap { port -> String? in
      let isMeant =
        section.isEmpty || port["name"]?.hasText(section) == true
        || port["port"]?.scalarText == section
      return isMeant ? (port["targetPort"] ?? port["port"])?.scalarText : nil
    }
    let possible = selector[Self.serviceTag].map { byService[service.mesh + "/" + $0] ?? [] }
    return (possible ?? Array(candidates.indices)).map { candidates[$0] }.filter { candidate in
      candidate.mesh == service.mesh
        && targets.contains { $0 == String(candidate.port) || $0 == candidate.portName }
        && selector.entries.allSatisfy { candidate.tags[$0.key] == $0.value }
    }.map(\.endpoint)
  }

  /// Endpoints of other zones come after those of the proxy's own.
  private func seen(_ endpoints: [Endpoint], by dataplane: String, _ mesh: String) -> [Endpoint] {
    guard let zone = zones[mesh + "/" + dataplane] else { return endpoints }
    return endpoints.map { endpoint in
      var endpoint = endpoint
      if let other = endpoint.zone, other != zone { endpoint.priority = 1 }
      return endpoint
    }
  }
}
