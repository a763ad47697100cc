import JSON

/// A destination that is a resource: MeshService, MeshExternalService, MeshMultiZoneService, or a
/// MeshHTTPRoute or Mesh, which have no ports.
public struct Destination: Sendable {
  /// The resource.
  public let resource: Resource
  /// Its ports.
  public let ports: [Port]

  /// The address that it tells itself.
  public var address: String? {
    let vip = resource.node["status"]?["vips"]?[0]?["ip"] ?? resource.node["status"]?["vip"]?["ip"]
    return vip?.string
  }

  /// A port.
  public struct Port: Sendable {
    /// The name; nil when it has none.
    public var name: String?
    /// The number.
    public var number: Int
    /// The protocol, `tcp` when absent.
    public var `protocol`: String

    /// The section by which the port is known: its name, else its number.
    var section: String { name ?? String(number) }
  }

  /// The types that can be destinations of a policy.
  static let types: Set<String> = [
    "MeshService", "MeshExternalService", "MeshMultiZoneService",
  ]

  /// The destination in a resource.
  public init(_ resource: Resource) {
    self.resource = resource
    switch resource.type {
    case "MeshExternalService":
      ports =
        (resource.body["match"]).map { [Port($0, protocolKey: "protocol", isNamed: false)] } ?? []
    case "MeshService", "MeshMultiZoneService":
      ports =
        (resource.body["ports"]?.elements).map {
          $0.map { Port($0, protocolKey: "appProtocol", isNamed: true) }
        } ?? []
    default: ports = []
    }
  }
}

extension Destination.Port {
  fileprivate init(_ node: JSONNode, protocolKey: String, isNamed: Bool) {
    name = isNamed ? node["name"]?.string.flatMap { $0.isEmpty ? nil : $0 } : nil
    number = node["port"]?.number?.integer() ?? 0
    let text = node[protocolKey]?.string ?? ""
    self.protocol = text.isEmpty ? "tcp" : text
  }
}
