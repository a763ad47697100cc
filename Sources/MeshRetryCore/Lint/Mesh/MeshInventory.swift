import JSON

/// What the input says of the meshes that policies are for: names and protocols, nothing larger.
struct MeshInventory: Sendable {
  /// What is known of one mesh.
  struct Mesh: Sendable {
    /// The protocol that the endpoints of each service name; nil where they differ.
    private(set) var services: [String: String?] = [:]
    /// The tags of the proxies.
    private(set) var proxyTags = TagSets()
    private(set) var dataplaneNames: Set<String> = []
    private(set) var gateways: Set<String> = []
    private(set) var legacyRetries: [(name: String, place: SourceLocation)] = []
    private(set) var timeouts: [RequestTimeout] = []
    /// About how many bytes of memory all that takes.
    var weight: Int { names + proxyTags.weight }
    private var names = 0

    /// Whether there are proxies in the input, by which policies can be measured.
    var hasProxies: Bool { !proxyTags.isEmpty }

    /// Takes that an endpoint of a service names that protocol.
    mutating func add(_ service: String, _ spoken: String?) {
      guard let known = services.updateValue(spoken, forKey: service) else {
        return note(service)
      }
      if known != spoken { services[service] = .some(nil) }
    }

    /// Takes the tags of a proxy.
    mutating func add(tags: StringMap) { proxyTags.insert(tags) }

    mutating func add(dataplane name: String) {
      if dataplaneNames.insert(name).inserted { note(name) }
    }

    mutating func add(gateway name: String) {
      if gateways.insert(name).inserted { note(name) }
    }

    mutating func add(legacyRetry name: String, at place: SourceLocation) {
      legacyRetries.append((name, place))
      note(name)
    }

    mutating func add(_ timeout: RequestTimeout) {
      timeouts.append(timeout)
      note(timeout.service ?? "")
    }

    /// Takes all that another one knows.
    mutating func add(_ other: Mesh) {
      for (service, spoken) in other.services { add(service, spoken) }
      proxyTags.formUnion(other.proxyTags)
      for name in other.dataplaneNames { add(dataplane: name) }
      for name in other.gateways { add(gateway: name) }
      for retry in other.legacyRetries { add(legacyRetry: retry.name, at: retry.place) }
      for timeout in other.timeouts { add(timeout) }
    }

    private mutating func note(_ name: String) { names += name.utf8.count + TagSets.entrySize }
  }

  /// A request timeout: for which destination, and where it stands.
  struct RequestTimeout: Sendable {
    /// The service; nil for all.
    var service: String?
    var value: GoDuration
    var place: SourceLocation
  }

  private(set) var meshes: [String: Mesh] = [:]
  /// The Kubernetes Services of the input, as Kuma names them, with their protocols.
  private(set) var kubernetesServices: [String: String] = [:]
  /// Whether there was more than is kept: nothing is, then.
  private(set) var isFull = false
  private var weight = 0
  private let release: Release
  private let limit: Int

  /// The bytes of memory that all of it may take: names of 30,000 to 100,000 proxies.
  static let usualLimit = 12 << 20

  init(release: Release, limit: Int = Self.usualLimit) {
    self.release = release
    self.limit = limit
  }

  /// Whether anything at all is known of services and proxies, of whatever mesh.
  var hasServices: Bool {
    !kubernetesServices.isEmpty
      || meshes.values.contains { $0.hasProxies || !$0.services.isEmpty }
  }

  /// Whether any request timeout is known.
  var hasTimeouts: Bool { meshes.values.contains { !$0.timeouts.isEmpty } }

  /// Whether any legacy Retry is known.
  var hasLegacyRetries: Bool { meshes.values.contains { !$0.legacyRetries.isEmpty } }

  /// Takes what counts from a document of any kind.
  mutating func add(_ root: JSONNode, file: String) {
    if isFull { return }
    if Self.isKubernetesService(root) { return addKubernetesService(root) }
    guard let type = Self.type(of: root), let resource = Resource(root, release: release) else {
      return
    }
    // In place: copies of a mesh would cost more with every document.
    note(Self.add(resource, type, root, file, to: &meshes[resource.mesh, default: Mesh()]))
  }

  /// Takes notice of so many bytes more.
  private mutating func note(_ bytes: Int) {
    weight += bytes
    if weight > limit { (isFull, meshes, kubernetesServices) = (true, [:], [:]) }
  }

  /// Takes a resource of one mesh; how many bytes more there are then.
  private static func add(
    _ resource: Resource, _ type: String, _ root: JSONNode, _ file: String, to mesh: inout Mesh
  ) -> Int {
    let before = mesh.weight
    switch type {
    case "Dataplane": add(Dataplane(resource), to: &mesh)
    case "ExternalService": addService(StringMap(resource.body["tags"]), to: &mesh)
    case "MeshGateway": mesh.add(gateway: resource.name)
    case "Retry": mesh.add(legacyRetry: resource.name, at: place(root, file))
    case "MeshTimeout", "Timeout": addTimeouts(resource, file, to: &mesh)
    default:
      for port in Destination(resource).ports {
        mesh.add(resource.displayName, ServiceProtocols.parse(port.protocol))
      }
    }
    return mesh.weight - before
  }

  /// Takes all that another inventory has.
  mutating func add(_ other: MeshInventory) {
    if other.isFull { note(limit + 1) }
    for (name, mesh) in other.meshes where !isFull {
      let before = meshes[name]?.weight ?? 0
      meshes[name, default: Mesh()].add(mesh)
      note((meshes[name]?.weight ?? 0) - before)
    }
    for (service, spoken) in other.kubernetesServices where !isFull { add(service, spoken) }
  }

  /// Whether anything of a document counts.
  static func takes(_ root: JSONNode) -> Bool { isKubernetesService(root) || type(of: root) != nil }

  private static func isKubernetesService(_ root: JSONNode) -> Bool {
    (root["kind"]?.hasText("Service") ?? false) && root["apiVersion"]?.hasText("v1") ?? false
  }

  private static func type(of root: JSONNode) -> String? {
    (root["type"]?.string ?? root["kind"]?.string).flatMap { types.contains($0) ? $0 : nil }
  }

  private static let types: Set<String> = [
    "Dataplane", "ExternalService", "MeshGateway", "Retry", "MeshTimeout",
    "Timeout", "MeshService", "MeshExternalService", "MeshMultiZoneService",
  ]

  private static func place(_ root: JSONNode, _ file: String) -> SourceLocation {
    let key = root.member("name") ?? root["metadata"]?.member("name")
    return SourceLocation(file: file, range: (key?.value ?? root).range)
  }

  private static func add(_ dataplane: Dataplane, to mesh: inout Mesh) {
    mesh.add(dataplane: dataplane.resource.name)
    for inbound in dataplane.inbounds {
      addService(inbound.tags, to: &mesh)
      mesh.add(tags: inbound.tags)
    }
    if let gateway = dataplane.gateway { mesh.add(tags: gateway.tags) }
  }

  private static func addService(_ tags: StringMap, to mesh: inout Mesh) {
    guard let service = tags[LabelKey.service] else { return }
    mesh.add(service, ServiceProtocols.parse(tags[LabelKey.protocol] ?? ""))
  }

  private mutating func addKubernetesService(_ root: JSONNode) {
    guard let metadata = root["metadata"], let name = metadata["name"]?.string else { return }
    let namespace = metadata["namespace"]?.string ?? "default"
    for port in root["spec"]?["ports"]?.elements.map({ $0 }) ?? [] {
      guard let number = port["port"]?.number?.text else { continue }
      let annotation = metadata["annotations"]?["\(number).service.kuma.io/protocol"]?.string
      add(
        "\(name)_\(namespace)_svc_\(number)",
        ServiceProtocols.parse(port["appProtocol"]?.string ?? annotation ?? "tcp"))
      if isFull { return }
    }
  }

  private mutating func add(_ service: String, _ spoken: String) {
    if kubernetesServices.updateValue(spoken, forKey: service) == nil {
      note(service.utf8.count + TagSets.entrySize)
    }
  }

  // MARK: Timeouts

  private static func addTimeouts(_ resource: Resource, _ file: String, to mesh: inout Mesh) {
    func add(_ service: String?, _ node: JSONNode?) {
      guard let node, let text = node.string, let value = try? GoDuration(parsing: text),
        value > .zero
      else { return }
      let place = SourceLocation(file: file, range: node.range)
      mesh.add(RequestTimeout(service: service, value: value, place: place))
    }
    for item in resource.body["to"]?.elements.map({ $0 }) ?? [] {
      let ref = item["targetRef"]
      let isForAll = ref?["kind"]?.hasText("Mesh") ?? false
      add(
        isForAll ? nil : ref?["name"]?.string ?? "",
        item["default"]?["http"]?["requestTimeout"])
    }
    // A legacy Timeout, which keeps its fields at the top level in universal form.
    let conf = resource.body["conf"] ?? resource.node["conf"]
    let destinations = resource.body["destinations"] ?? resource.node["destinations"]
    for destination in destinations?.elements.map({ $0 }) ?? [] {
      let service = destination["match"]?[LabelKey.service]?.string
      add(service == "*" ? nil : service ?? "", conf?["http"]?["requestTimeout"])
    }
  }
}
