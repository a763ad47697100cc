import JSON

/// A proxy: what of a Dataplane counts for retries.
public struct Dataplane: Sendable {
  /// The resource.
  public let resource: Resource
  /// The address of the proxy.
  public let address: String
  /// What it offers.
  public let inbounds: [Inbound]
  /// What it calls, as far as it is written down.
  public let outbounds: [Outbound]
  /// Set on gateways.
  public let gateway: Gateway?
  /// Zone-proxy listeners that it carries.
  public let embeddedListeners: [EmbeddedListener]

  /// What the control plane adds outbounds for; nil without transparent proxying.
  public let transparentProxying: TransparentProxying?

  /// `networking.transparentProxying`.
  public struct TransparentProxying: Sendable {
    /// The services that are called; none or `*` for all.
    public var reachableServices: [String]
    /// The resources that are called; nil for all.
    public var reachableBackends: [BackendRef]?
  }

  /// An inbound.
  public struct Inbound: Sendable {
    /// `IP:PORT`, by which Kuma tells inbounds apart.
    public var key: String
    /// The name or, for an unnamed one, nil.
    public var name: String?
    /// The port.
    public var port: Int
    /// Its tags.
    public var tags: StringMap
    /// `Ready` when absent, `NotReady` or `Ignored`.
    public var state: String
    /// False when `health.ready` is false.
    public var isHealthy: Bool
  }

  /// A listener of a zone proxy inside a Dataplane.
  public struct EmbeddedListener: Sendable {
    /// `IP:PORT`.
    public var key: String
    /// The name or, for an unnamed one, nil.
    public var name: String?
    /// The port.
    public var port: Int
  }

  /// An outbound.
  public struct Outbound: Sendable {
    /// The address it listens on.
    public var address: String
    /// The port it listens on.
    public var port: Int
    /// Its tags.
    public var tags: StringMap
    /// The name of the service; nil for a real resource.
    public var service: String?
    /// The real resource it is for.
    public var backendRef: BackendRef?
  }

  /// A reference of an outbound to a real resource.
  public struct BackendRef: Sendable {
    /// `MeshService`, `MeshExternalService` or `MeshMultiZoneService`.
    public var kind: String
    /// The name.
    public var name: String?
    /// The namespace.
    public var namespace: String?
    /// Labels instead of a name.
    public var labels: StringMap
    /// The port.
    public var port: Int?
  }

  /// `networking.gateway`.
  public struct Gateway: Sendable {
    /// Whether Kuma itself configures it; else it is delegated.
    public var isBuiltin: Bool
    /// Its tags.
    public var tags: StringMap
  }

  /// The proxy in a resource of type Dataplane.
  public init(_ resource: Resource) {
    self.resource = resource
    let networking = resource.body["networking"]
    let address = networking?["address"]?.scalarText ?? ""
    self.address = address
    inbounds = (networking?["inbound"]?.elements).map { $0.map { Inbound($0, address) } } ?? []
    outbounds = (networking?["outbound"]?.elements).map { $0.map(Outbound.init) } ?? []
    gateway = networking?["gateway"].flatMap { node in
      node.isNull
        ? nil
        : Gateway(
          isBuiltin: node["type"]?.hasText("BUILTIN") ?? false, tags: StringMap(node["tags"]))
    }
    transparentProxying = networking?["transparentProxying"].flatMap { node in
      guard !node.isNull else { return nil }
      return TransparentProxying(
        reachableServices: node["reachableServices"]?.elements.compactMap(\.string) ?? [],
        reachableBackends: node["reachableBackends"]?["refs"]?.elements.map(BackendRef.init))
    }
    embeddedListeners =
      (networking?["listeners"]?.elements).map { $0.map { EmbeddedListener($0, address) } } ?? []
  }
}

extension Dataplane.Inbound {
  fileprivate init(_ node: JSONNode, _ address: String) {
    let own = node["address"]?.scalarText ?? ""
    port = node["port"]?.number?.integer() ?? 0
    key = "\(own.isEmpty ? address : own):\(port)"
    name = node["name"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    tags = StringMap(node["tags"])
    state = node["state"]?.string ?? "Ready"
    isHealthy = node["health"]?["ready"]?.bool ?? true
  }
}

extension Dataplane.EmbeddedListener {
  fileprivate init(_ node: JSONNode, _ address: String) {
    let own = node["address"]?.scalarText ?? ""
    port = node["port"]?.number?.integer() ?? 0
    key = "\(own.isEmpty ? address : own):\(port)"
    name = node["name"]?.string.flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension Dataplane.Outbound {
  fileprivate init(_ node: JSONNode) {
    let own = node["address"]?.scalarText ?? ""
    address = own.isEmpty ? "127.0.0.1" : own
    port = node["port"]?.number?.integer() ?? 0
    tags = StringMap(node["tags"])
    backendRef = node["backendRef"].flatMap { $0.isNull ? nil : Dataplane.BackendRef($0) }
    // `service` is the old spelling of the tag.
    service =
      backendRef == nil ? tags[LabelKey.service] ?? node["service"]?.scalarText : nil
  }
}

extension Dataplane.BackendRef {
  fileprivate init(_ node: JSONNode) {
    kind = node["kind"]?.string ?? ""
    name = node["name"]?.scalarText
    namespace = node["namespace"]?.scalarText
    labels = StringMap(node["labels"])
    port = node["port"]?.number?.integer()
  }
}
