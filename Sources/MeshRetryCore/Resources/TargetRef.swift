import JSON

/// A reference to what a policy or an item of it is for. Absent and empty are told apart.
///
/// Source of the fields: Kuma's common API; which are known depends on the release.
public struct TargetRef: Sendable, Hashable {
  /// `Mesh`, `MeshService` and so on; empty when absent.
  public var kind = ""
  /// The name of what is meant.
  public var name: String?
  /// The mesh of what is meant; reserved.
  public var mesh: String?
  /// Tags of what is meant, in the order written.
  public var tags: StringMap?
  /// `Sidecar` and `Gateway`.
  public var proxyTypes: [String]?
  /// Labels of what is meant, in the order written.
  public var labels: StringMap?
  /// The namespace of what is meant.
  public var namespace: String?
  /// The section (a port) of what is meant.
  public var sectionName: String?

  /// A reference with nothing set.
  public init() {}

  /// A reference of that kind and name.
  public init(kind: String, name: String? = nil) {
    self.kind = kind
    self.name = name
  }
}

/// A map of strings in the order written; no key twice.
public struct StringMap: Sendable, Hashable {
  /// The entries.
  public var entries: [(key: String, value: String)]

  /// A map of those entries.
  public init(_ entries: [(key: String, value: String)] = []) { self.entries = entries }

  /// The value of a key.
  public subscript(key: String) -> String? { entries.first { $0.key == key }?.value }

  /// Whether there are no entries.
  public var isEmpty: Bool { entries.isEmpty }

  /// The entries in the order of their keys' bytes.
  public var sorted: [(key: String, value: String)] {
    entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  /// Equal keys with equal values, in any order.
  public static func == (a: StringMap, b: StringMap) -> Bool {
    a.sorted.elementsEqual(b.sorted, by: ==)
  }

  /// The same for equal maps.
  public func hash(into hasher: inout Hasher) {
    for (key, value) in sorted {
      hasher.combine(key)
      hasher.combine(value)
    }
  }
}

/// The kinds a targetRef can have.
public enum TargetKind: String, CaseIterable, Sendable {
  case mesh = "Mesh"
  case dataplane = "Dataplane"
  case meshSubset = "MeshSubset"
  case meshGateway = "MeshGateway"
  case meshService = "MeshService"
  case meshExternalService = "MeshExternalService"
  case meshMultiZoneService = "MeshMultiZoneService"
  case meshServiceSubset = "MeshServiceSubset"
  case meshHTTPRoute = "MeshHTTPRoute"
}

private enum TargetRefStruct {
  enum Field: String, CaseIterable {
    case kind, name, mesh, tags, proxyTypes, labels, namespace, sectionName
  }

  static func of(_ release: Release) -> GoStruct<Field> {
    if release.has(.targetRefSelectors) { return whole }
    return release.has(.proxyTypes) ? withProxyTypes : first
  }

  private static let whole = GoStruct<Field>("TargetRef")
  private static let withProxyTypes = GoStruct<Field>(
    "TargetRef", [.kind, .name, .mesh, .tags, .proxyTypes])
  private static let first = GoStruct<Field>("TargetRef", [.kind, .name, .mesh, .tags])
}

extension GoDecoder {
  mutating func targetRef(
    _ node: JSONNode, over old: TargetRef? = nil, at field: Field, release: Release
  ) -> TargetRef {
    var ref = old ?? TargetRef()
    if node.isNull { return ref }
    members(node, of: TargetRefStruct.of(release), at: field) { decoder, name, value, field in
      /// A null takes away only what is pointed to, as all strings are that may be kept empty.
      func text(over old: String?) -> String? {
        if value.isNull { return release.has(.emptyMapsKept) ? nil : old }
        return decoder.string(value, at: field)
      }
      switch name {
      case .kind:
        ref.kind = decoder.string(
          value, over: ref.kind, at: field, goType: "v1alpha1.TargetRefKind")
      case .name: ref.name = text(over: ref.name)
      case .mesh: ref.mesh = text(over: ref.mesh)
      case .tags: ref.tags = decoder.stringMap(value, over: ref.tags, at: field)
      case .proxyTypes:
        ref.proxyTypes = decoder.strings(
          value, over: ref.proxyTypes, at: field, goType: "TargetRefProxyType")
      case .labels: ref.labels = decoder.stringMap(value, over: ref.labels, at: field)
      case .namespace: ref.namespace = text(over: ref.namespace)
      case .sectionName: ref.sectionName = text(over: ref.sectionName)
      }
    }
    return consume ref
  }
}
