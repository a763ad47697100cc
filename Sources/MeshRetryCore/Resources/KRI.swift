/// The identifier of a resource, or of a section (port) of one.
///
/// Source: Kuma's `core/kri`; the same text in every release here.
public struct KRI: Sendable, Hashable, CustomStringConvertible {
  /// Kuma's type.
  public var type: String
  /// The mesh; empty for a Mesh.
  public var mesh: String
  /// The zone, or empty.
  public var zone: String
  /// The namespace, or empty.
  public var namespace: String
  /// The display name.
  public var name: String
  /// The section, or empty.
  public var section: String

  /// The identifier of a resource.
  public init(_ resource: Resource, section: String = "") {
    type = resource.type
    mesh = resource.mesh
    zone = resource.labels[LabelKey.zone] ?? ""
    namespace = resource.labels[LabelKey.namespace] ?? ""
    name = resource.displayName
    self.section = section
  }

  /// An identifier from its parts.
  public init(
    type: String, mesh: String, zone: String, namespace: String, name: String,
    section: String = ""
  ) {
    self.type = type
    self.mesh = mesh
    self.zone = zone
    self.namespace = namespace
    self.name = name
    self.section = section
  }

  /// The same resource with another section.
  func with(section: String) -> KRI {
    var copy = self
    copy.section = section
    return copy
  }

  private static let shortNames = [
    "Mesh": "m", "Dataplane": "dp", "MeshRetry": "mr", "MeshService": "msvc",
    "MeshExternalService": "extsvc", "MeshMultiZoneService": "mzsvc", "MeshHTTPRoute": "mhttpr",
    "MeshTCPRoute": "mtcpr", "MeshGateway": "mgw", "MeshTimeout": "mt",
    "MeshCircuitBreaker": "mcb", "MeshAccessLog": "mal",
  ]

  /// `kri_msvc_default_zone-1_ns_backend_http`
  public var description: String {
    let short = Self.shortNames[type] ?? type.lowercased()
    return "kri_\(short)_\(mesh)_\(zone)_\(namespace)_\(name)_\(section)"
  }
}
