import JSON

/// The endpoints that a mesh's resources give to services: the inbounds of Dataplanes, and external
/// services.
///
/// Source: Kuma's endpoint map: an inbound that is not ready is left out; tags go along without the
/// service's own (Kuma: `EndpointMetadata`).
public struct MeshEndpoints: Sendable {
  private struct Candidate: Sendable {
    var mesh: String
    var endpoint: Endpoint
    var tags: [String: String]
    var inboundPort: Int?
  }

  private var candidates: [Candidate] = []
  private var byService: [String: [Int]] = [:]
  private var zones: [String: String] = [:]
  private var services: [(mesh: String, name: String, selector: [String: String], ports: [Port])] =
    []

  private struct Port: Sendable {
    var port: Int
    var target: Int
    var name: String?
  }

  /// No endpoints.
  public init() {}

  /// Takes in a resource; kinds that give no endpoints are passed over.
  public mutating func add(_ resource: JSONNode) {
    let spec = resource["spec"] ?? resource
    let mesh = resource.meshName
    switch (resource["type"] ?? resource["kind"])?.string {
    case "Dataplane":
      if let networking = spec["networking"] { add(networking, mesh, resource.coreName) }
    case "ExternalService":
      guard let text = spec["networking"]?["address"]?.string,
        let endpoint = Endpoint(parsing: text)
      else { return }
      add(endpoint, mesh, spec["tags"]?.textMembers ?? [], inboundPort: nil)
    case "MeshService":
      let selector = spec["selector"]?["dataplaneTags"]?.textMembers ?? []
      services.append(
        (
          mesh, resource.coreName,
          Dictionary(selector.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }),
          (spec["ports"]?.elements.map { $0 } ?? []).compactMap(Self.port)
        ))
    default: break
    }
  }

  private mutating func add(_ networking: JSONNode, _ mesh: String, _ dataplane: String) {
    guard let inbounds = networking["inbound"] else { return }
    for inbound in inbounds.elements {
      let tags = inbound["tags"]?.textMembers ?? []
      if let zone = tags.first(where: { $0.key == "kuma.io/zone" })?.value {
        zones[mesh + "/" + dataplane] = zone
      }
      let isReady = inbound["health"]?["ready"]?.bool != false
      let state = inbound["state"]?.string ?? "Ready"
      guard isReady, state == "Ready",
        let address = (inbound["address"] ?? networking["address"])?.string,
        let port: Int = inbound["port"]?.number?.integer()
      else { continue }
      add(Endpoint(host: address, port: port), mesh, tags, inboundPort: port)
    }
  }

  private mutating func add(
    _ endpoint: Endpoint, _ mesh: String, _ tags: [RetryPolicy.Tag], inboundPort: Int?
  ) {
    var endpoint = endpoint
    endpoint.tags = tags.filter { $0.key != "kuma.io/service" }
    endpoint.zone = tags.first { $0.key == "kuma.io/zone" }?.value
    let values = Dictionary(tags.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    if let service = values["kuma.io/service"] {
      byService[mesh + "/" + service, default: []].append(candidates.count)
    }
    candidates.append(
      Candidate(mesh: mesh, endpoint: endpoint, tags: values, inboundPort: inboundPort))
  }

  private static func port(_ node: JSONNode) -> Port? {
    guard let port: Int = node["port"]?.number?.integer() else { return nil }
    return Port(
      port: port, target: node["targetPort"]?.number?.integer() ?? port, name: node["name"]?.string)
  }

  /// The endpoints of a service, as a proxy of the mesh sees them.
  public func endpoints(service: String, mesh: String, dataplane: String) -> [Endpoint] {
    seen(
      (byService[mesh + "/" + service] ?? []).map { candidates[$0].endpoint }, by: dataplane, mesh)
  }

  /// The endpoints of a MeshService's port, by the identifier with the port as its section.
  public func endpoints(resource kri: String, mesh: String, dataplane: String) -> [Endpoint] {
    let parts = kri.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 7, parts[1] == "msvc" else { return [] }
    let names = [parts[5], "\(parts[5]).\(parts[4])"]
    guard let service = services.first(where: { $0.mesh == mesh && names.contains($0.name) })
    else { return [] }
    let ports = service.ports.filter {
      parts[6].isEmpty || $0.name == parts[6] || String($0.port) == parts[6]
    }
    let found = candidates.filter { candidate in
      candidate.mesh == mesh && ports.contains { $0.target == candidate.inboundPort }
        && service.selector.allSatisfy { candidate.tags[$0.key] == $0.value }
    }
    return seen(found.map(\.endpoint), by: dataplane, mesh)
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

extension JSONNode {
  /// The mesh of a resource in either form.
  fileprivate var meshName: String {
    (self["mesh"] ?? self["metadata"]?["labels"]?["kuma.io/mesh"])?.string ?? "default"
  }

  /// Kuma's name of a resource: on Kubernetes with the namespace.
  fileprivate var coreName: String {
    guard let metadata = self["metadata"] else { return self["name"]?.string ?? "" }
    let name = metadata["name"]?.string ?? ""
    return metadata["namespace"]?.string.map { "\(name).\($0)" } ?? name
  }

  /// The members whose values are strings.
  fileprivate var textMembers: [RetryPolicy.Tag] {
    members.compactMap { member in
      guard let key = member.key.string, let value = member.value.string else { return nil }
      return RetryPolicy.Tag(key: key, value: value)
    }
  }
}
