import JSON

/// Finds the resources that `to` items of policies name.
///
/// Source: Kuma's `resolve.TargetRef`, 2.9 to 2.14.
public struct ResourceReferences: Sendable {
  let release: Release
  let mesh: Resource?
  private let keepsMissingSections: Bool
  private let knowsRoutes: Bool
  private let destinations: [KRI: [Destination]]
  private let destinationsOfType: [String: [Destination]]
  private let routes: [Resource]

  /// The resources of a mesh, looked up by the rules of a release.
  public init(_ mesh: MeshSnapshot, release: Release) {
    self.release = release
    self.mesh = mesh.mesh
    keepsMissingSections = release.has(.missingSectionKept)
    knowsRoutes = release.has(.routeRulesByResource)
    destinations = Dictionary(grouping: mesh.destinations) { KRI($0.resource) }
    destinationsOfType = Dictionary(grouping: mesh.destinations, by: \.resource.type)
    routes = mesh.routes.map(\.resource)
  }

  /// What an item means: a resource, and a section or all of it.
  public struct Target: Sendable {
    /// The resource.
    public var resource: Resource
    /// Its identifier with the section.
    public var key: KRI
    /// Its identifier without one.
    var base: KRI { key.with(section: "") }
  }

  /// The resources that a reference in a policy means; none when it does not resolve.
  public func targets(of ref: TargetRef, in policy: Resource) -> [Target] {
    switch TargetKind(rawValue: ref.kind) {
    case .mesh:
      guard let mesh, mesh.name == policy.mesh else { return [] }
      return [Target(resource: mesh, key: KRI(mesh))]
    case .meshHTTPRoute:
      guard knowsRoutes else { return [] }
      let chosen =
        labels(of: ref).map { labels in routes.filter { $0.labels.includes(labels) } }
        ?? routes.filter { KRI($0) == wanted(ref, policy) }
      return chosen.map { Target(resource: $0, key: KRI($0)) }
    case .meshService, .meshExternalService, .meshMultiZoneService:
      return services(ref, policy)
    default: return []
    }
  }

  private func services(_ ref: TargetRef, _ policy: Resource) -> [Target] {
    var port: Int?
    let chosen: [Destination]
    if let old = LegacyServiceName(ref), keepsMissingSections || labels(of: ref) == nil {
      // A name of the old form counts when no labels are given; in 2.9 it counts anyway.
      port = old.port
      chosen = labelled(old.labels, ref.kind)
    } else if let labels = labels(of: ref) {
      chosen = labelled(labels, ref.kind)
    } else {
      chosen = destinations[wanted(ref, policy)] ?? []
    }
    return chosen.flatMap { destination in
      sections(of: destination, port, ref.sectionName ?? "").map {
        Target(resource: destination.resource, key: KRI(destination.resource, section: $0))
      }
    }
  }

  private func labels(of ref: TargetRef) -> StringMap? {
    ref.labels.flatMap { $0.isEmpty ? nil : $0 }
  }

  private func labelled(_ labels: StringMap, _ type: String) -> [Destination] {
    (destinationsOfType[type] ?? []).filter { $0.resource.labels.includes(labels) }
  }

  private func wanted(_ ref: TargetRef, _ policy: Resource) -> KRI {
    let namespace = ref.namespace ?? ""
    return KRI(
      type: ref.kind, mesh: policy.mesh, zone: policy.labels[LabelKey.zone] ?? "",
      namespace: namespace.isEmpty ? policy.labels[LabelKey.namespace] ?? "" : namespace,
      name: ref.name ?? "")
  }

  /// The sections of a destination that are meant; the empty one is all of it.
  private func sections(of destination: Destination, _ port: Int?, _ section: String) -> [String] {
    guard port != nil || !section.isEmpty else { return [""] }
    let ports = destination.ports.filter { candidate in
      port.map { candidate.number == $0 } ?? (candidate.section == section)
    }
    if keepsMissingSections {
      // A section is kept as it is written; a port that has no name, or is not there, means all of it.
      if port == nil { return [section] }
      return ports.isEmpty ? [""] : ports.map { $0.name ?? "" }
    }
    return ports.map(\.section)
  }
}

extension StringMap {
  /// Whether all entries of another map are among these.
  func includes(_ other: StringMap) -> Bool {
    other.entries.allSatisfy { self[$0.key] == $0.value }
  }
}

/// A name such as `backend_demo_svc_8080`, by which services of Kubernetes were known before they were
/// resources.
struct LegacyServiceName {
  var labels: StringMap
  var port: Int?

  /// Only the number of parts counts.
  init?(_ ref: TargetRef) {
    guard ref.kind == TargetKind.meshService.rawValue, (ref.sectionName ?? "").isEmpty else {
      return nil
    }
    let parts = (ref.name ?? "").split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 3 || parts.count == 4 else { return nil }
    if parts.count == 4 {
      guard let number = Int(parts[3]) else { return nil }
      port = number
    }
    labels = StringMap([
      (LabelKey.namespace, String(parts[1])), (LabelKey.displayName, String(parts[0])),
    ])
  }
}
