import JSON

/// A resource in its normalised form: the same whether it was written for universal or for Kubernetes.
///
/// Source: Kuma's store and its Kubernetes converter; what the control plane adds by itself is not added.
public struct Resource: Sendable {
  /// Kuma's type: `Dataplane`, `MeshRetry`, …
  public let type: String
  /// The mesh; the empty string for a Mesh itself.
  public let mesh: String
  /// The core name: `name`, or `name.namespace` for namespaced kinds of Kubernetes.
  public let name: String
  /// The labels as written, and on Kubernetes the display name where the release knows it.
  public internal(set) var labels: StringMap
  /// How it was written.
  public let form: ResourceForm
  /// The namespace it stands in, on Kubernetes.
  public let namespace: String?
  /// The document.
  public let node: JSONNode
  /// The file that it was read from; nil for what was made up.
  public internal(set) var file: String?
  /// The member that holds the fields of the kind: `spec`, or the document itself.
  public let body: JSONNode

  /// The name that people gave it: the label `kuma.io/display-name`, else the core name.
  public var displayName: String { labels[LabelKey.displayName] ?? name }

  /// Kinds whose mesh stands at the top level on Kubernetes, too.
  static let typesWithTopLevelMesh: Set<String> = [
    "Dataplane", "MeshGateway", "ExternalService", "ZoneIngress",
  ]
  /// Kinds that stand in a namespace.
  static let namespacedTypes: Set<String> = [
    "Dataplane", "MeshRetry", "MeshHTTPRoute", "MeshTCPRoute", "MeshService",
    "MeshExternalService", "MeshMultiZoneService",
  ]
  /// Kinds whose universal form keeps its fields at the top level.
  static let flatTypes: Set<String> = [
    "Dataplane", "MeshGateway", "Mesh", "ExternalService", "ZoneIngress",
  ]

  /// The type, mesh and name, for findings.
  public var identity: ResourceName {
    ResourceName(type: type, mesh: mesh.isEmpty ? nil : mesh, name: name)
  }

  /// Where the value at a path of the document stands: in the file it was first read from, else in the one
  /// that it was read from here; nil for what has no file.
  public func location(_ path: FieldPath) -> SourceLocation? {
    if let positions = SourcePositions(in: node) {
      var path = path
      while true {
        if let place = positions[path] { return place }
        if path.steps.isEmpty { break }
        path.steps.removeLast()
      }
      return positions.first
    }
    return file.map { SourceLocation(file: $0, range: path.locate(in: node)) }
  }

  /// The path of a field of the kind, which universal documents of old kinds keep at the top.
  public func bodyPath(_ keys: String...) -> FieldPath {
    keys.reduce(body == node ? FieldPath() : FieldPath("spec")) { $0.key($1) }
  }

  /// The resource in a document that was read from a file; nil for what has no envelope of Kuma's.
  public init?(_ node: JSONNode, file: String, release: Release) {
    self.init(node, release: release)
    self.file = file
  }

  /// The resource in a document; nil for what has no envelope of Kuma's.
  public init?(_ node: JSONNode, release: Release) {
    if let overview = Self.dataplane(inOverview: node) {
      self.init(universal: node, type: "Dataplane", body: overview)
      return
    }
    if node["apiVersion"]?.string?.hasPrefix("kuma.io/") ?? false, let kind = node["kind"]?.string {
      self.init(kubernetes: node, kind: kind, release: release)
    } else if let type = node["type"]?.string {
      let body = Self.flatTypes.contains(type) ? node : node["spec"] ?? node
      self.init(universal: node, type: type, body: body)
    } else {
      return nil
    }
  }

  private init(universal node: JSONNode, type: String, body: JSONNode) {
    self.type = type
    form = .universal
    name = node["name"]?.scalarText ?? ""
    mesh = type == "Mesh" ? "" : node["mesh"]?.scalarText ?? "default"
    labels = StringMap(node["labels"])
    namespace = nil
    self.node = node
    self.body = body
  }

  private init(kubernetes node: JSONNode, kind: String, release: Release) {
    type = kind
    form = .kubernetes
    let metadata = node["metadata"]
    let shortName = metadata?["name"]?.scalarText ?? ""
    let isNamespaced = Self.namespacedTypes.contains(kind)
    namespace = isNamespaced ? metadata?["namespace"]?.scalarText : nil
    name = namespace.map { "\(shortName).\($0)" } ?? shortName
    var labels = StringMap(metadata?["labels"])
    if release.has(.originInOrder) {
      let display = metadata?["annotations"]?[LabelKey.displayName]?.string ?? shortName
      labels.entries.removeAll { $0.key == LabelKey.displayName }
      labels.entries.append((LabelKey.displayName, display))
    }
    self.labels = labels
    let topLevelMesh =
      Self.typesWithTopLevelMesh.contains(kind) ? node["mesh"]?.scalarText : nil
    mesh = kind == "Mesh" ? "" : topLevelMesh ?? labels[LabelKey.mesh] ?? "default"
    self.node = node
    body = node["spec"] ?? node
  }

  private static func dataplane(inOverview node: JSONNode) -> JSONNode? {
    node["type"]?.hasText("DataplaneOverview") ?? false ? node["dataplane"] : nil
  }
}

/// The labels and tags that mean something to Kuma.
public enum LabelKey {
  /// The name that people gave a resource.
  public static let displayName = "kuma.io/display-name"
  /// The mesh of a Kubernetes resource.
  public static let mesh = "kuma.io/mesh"
  /// Where a resource was made: `global` or `zone`.
  public static let origin = "kuma.io/origin"
  /// The zone of a resource.
  public static let zone = "kuma.io/zone"
  /// The namespace of a resource.
  public static let namespace = "k8s.kuma.io/namespace"
  /// What a policy counts as: `system`, `producer`, `consumer`, `workload-owner`.
  public static let policyRole = "kuma.io/policy-role"
  /// `shadow`: the policy is only looked at.
  public static let effect = "kuma.io/effect"
  /// The tag with the name of the service.
  public static let service = "kuma.io/service"
  /// The tag with the protocol.
  public static let `protocol` = "kuma.io/protocol"
  /// The tag by which rules of routes are found.
  static let routeMatches = "__rule-matches-hash__"
}

extension StringMap {
  /// The entries of an object whose values are scalars; none for anything else.
  init(_ node: JSONNode?) {
    self.init(
      node?.members.compactMap { key, value in
        value.scalarText.map { (key.string ?? "", $0) }
      } ?? [])
  }
}
