import JSON

/// A built-in gateway: what of a MeshGateway counts for retries.
public struct MeshGateway: Sendable {
  /// The resource.
  public let resource: Resource
  /// The tags of all its listeners.
  public let tags: StringMap
  /// The tags by which it picks its proxies.
  public let selectors: [StringMap]
  /// Its listeners.
  public let listeners: [Listener]

  /// A listener.
  public struct Listener: Sendable {
    /// The port.
    public var port: Int
    /// `HTTP`, `HTTPS`, `TCP` or `TLS`, as written.
    public var `protocol`: String
    /// Its own tags.
    public var tags: StringMap
    /// The host name; `*` when absent.
    public var hostname: String
  }

  /// The gateway in a resource of type MeshGateway.
  public init(_ resource: Resource) {
    self.resource = resource
    tags = StringMap(resource.body["tags"])
    selectors =
      (resource.body["selectors"]?.elements).map { $0.map { StringMap($0["match"]) } } ?? []
    listeners =
      (resource.body["conf"]?["listeners"]?.elements).map { $0.map(Listener.init) } ?? []
  }

  /// The tags by which a listener is selected: those of the proxy, of the gateway and its own, the later
  /// ones in force.
  func selectionTags(of listener: Listener, proxyTags: StringMap) -> StringMap {
    proxyTags.overwritten(by: tags).overwritten(by: listener.tags)
  }
}

extension MeshGateway.Listener {
  fileprivate init(_ node: JSONNode) {
    port = node["port"]?.number?.integer() ?? 0
    self.protocol = node["protocol"]?.scalarText ?? ""
    tags = StringMap(node["tags"])
    let name = node["hostname"]?.string ?? ""
    hostname = name.isEmpty ? "*" : name
  }
}

extension StringMap {
  /// The entries of both, of equal keys the other's value.
  func overwritten(by other: StringMap) -> StringMap {
    StringMap(entries.filter { other[$0.key] == nil } + other.entries)
  }
}
