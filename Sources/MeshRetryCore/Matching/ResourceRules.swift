import JSON

/// A rule keyed by resource.
public struct ResourceRule: Sendable {
  /// The resource, or a section of it.
  public var key: KRI
  /// The items, by index, in merge order.
  public var items: [Int]
}

/// Builds the rules of destinations that are resources.
///
/// Source: Kuma's `resourcerules`, 2.9 to 2.14.
struct ResourceRuleBuilder {
  let release: Release
  let mesh: MeshSnapshot
  let policies: [Policy]

  /// What an item means: a resource, and a section or all of it.
  private struct Target: Equatable {
    var resource: Resource
    var key: KRI

    static func == (a: Target, b: Target) -> Bool { a.key == b.key }
  }

  /// An item with what it sorts by.
  private struct Entry {
    var policy: Int
    var ruleIndex: Int
    var item: Policy.Item
  }

  /// The items in merge order, and the rules, sorted by KRI, with indexes of those items.
  func build() -> (items: [RuleItem], rules: [ResourceRule]) {
    let entries = sortedEntries()
    let items = entries.map {
      RuleItem(
        tags: [], conf: $0.item.conf, policy: $0.policy, ruleIndex: $0.ruleIndex,
        confPath: RuleItemBuilder.confPath($0.ruleIndex))
    }
    let targets = entries.map { self.targets(of: $0) }
    var keys: [KRI: Target] = [:]
    for target in targets.joined() { keys[target.key] = target }
    let rules = keys.values.map { key in
      ResourceRule(
        key: key.key,
        items: targets.indices.filter { index in
          targets[index].contains { covers($0, key) }
        })
    }
    return (
      items,
      rules.sorted { $0.key.description.utf8.lexicographicallyPrecedes($1.key.description.utf8) }
    )
  }

  // MARK: Order

  private func sortedEntries() -> [Entry] {
    var entries: [Entry] = []
    for (index, policy) in policies.enumerated()
    where policy.effectiveTargetRef(release).kind != TargetKind.meshHTTPRoute.rawValue {
      for (ruleIndex, item) in policy.items.enumerated() {
        entries.append(Entry(policy: index, ruleIndex: ruleIndex, item: item))
      }
    }
    return entries.enumerated().sorted { a, b in
      let order = compare(a.element, b.element)
      return order == 0 ? a.offset < b.offset : order < 0
    }.map(\.element)
  }

  private func compare(_ a: Entry, _ b: Entry) -> Int {
    let order = PolicyOrder(release: release)
    let (first, second) = (policies[a.policy], policies[b.policy])
    let (firstRef, secondRef) = (
      first.effectiveTargetRef(release), second.effectiveTargetRef(release)
    )
    let (firstTo, secondTo) = (a.item.targetRef, b.item.targetRef)
    let hasSection = { (ref: TargetRef) in (ref.sectionName ?? "").isEmpty ? 0 : 1 }
    let keys = [
      order.compare(order.rank(firstRef.kind), order.rank(secondRef.kind)),
      order.compareDataplanes(firstRef, secondRef),
      order.compareOrigins(first, second),
      order.compareRoles(first, second),
      order.compare(order.rank(firstTo.kind), order.rank(secondTo.kind)),
      firstTo.kind == TargetKind.meshService.rawValue && secondTo.kind == firstTo.kind
        ? order.compare(hasSection(firstTo), hasSection(secondTo)) : 0,
      order.compareText(second.resource.displayName, first.resource.displayName),
    ]
    return keys.first { $0 != 0 } ?? 0
  }

  // MARK: References

  private func targets(of entry: Entry) -> [Target] {
    let ref = entry.item.targetRef
    let policy = policies[entry.policy].resource
    switch TargetKind(rawValue: ref.kind) {
    case .mesh:
      guard let mesh = mesh.mesh, mesh.name == policy.mesh else { return [] }
      return [Target(resource: mesh, key: KRI(mesh))]
    case .meshHTTPRoute:
      guard release.has(.routeRulesByResource) else { return [] }
      return named(ref, policy, among: mesh.routes.map(\.resource)).map {
        Target(resource: $0, key: KRI($0))
      }
    case .meshService, .meshExternalService, .meshMultiZoneService:
      return destinations(ref, policy)
    default: return []
    }
  }

  private func destinations(_ ref: TargetRef, _ policy: Resource) -> [Target] {
    let candidates = mesh.destinations.filter { $0.resource.type == ref.kind }
    var port: Int?
    let chosen: [Resource]
    if let old = LegacyServiceName(ref), overridesLabels(ref) {
      port = old.port
      chosen = labelled(old.labels, among: candidates.map(\.resource))
    } else {
      chosen = named(ref, policy, among: candidates.map(\.resource))
    }
    let section = ref.sectionName ?? ""
    return candidates.filter { candidate in
      chosen.contains { KRI($0) == KRI(candidate.resource) }
    }.flatMap { destination in
      sections(of: destination, port, section).map {
        Target(resource: destination.resource, key: KRI(destination.resource, section: $0))
      }
    }
  }

  /// A name of the old form counts when no labels are given; in 2.9 it counts anyway.
  private func overridesLabels(_ ref: TargetRef) -> Bool {
    (ref.labels?.isEmpty ?? true) || release.has(.missingSectionKept)
  }

  private func named(
    _ ref: TargetRef, _ policy: Resource, among resources: [Resource]
  ) -> [Resource] {
    if let labels = ref.labels, !labels.isEmpty { return labelled(labels, among: resources) }
    let namespace = ref.namespace ?? ""
    let wanted = KRI(
      type: ref.kind, mesh: policy.mesh, zone: policy.labels[LabelKey.zone] ?? "",
      namespace: namespace.isEmpty ? policy.labels[LabelKey.namespace] ?? "" : namespace,
      name: ref.name ?? "")
    return resources.filter { KRI($0) == wanted }
  }

  private func labelled(_ labels: StringMap, among resources: [Resource]) -> [Resource] {
    resources.filter { resource in
      labels.entries.allSatisfy { resource.labels[$0.key] == $0.value }
    }
  }

  /// The sections of a destination that are meant; the empty one is all of it.
  private func sections(of destination: Destination, _ port: Int?, _ section: String) -> [String] {
    guard port != nil || !section.isEmpty else { return [""] }
    let ports = destination.ports.filter { candidate in
      port.map { candidate.number == $0 } ?? (candidate.section == section)
    }
    if release.has(.missingSectionKept) {
      // A section is kept as it is written; a port that has no name, or is not there, means all of it.
      if port == nil { return [section] }
      return ports.isEmpty ? [""] : ports.map { $0.name ?? "" }
    }
    return ports.map(\.section)
  }

  // MARK: Coverage

  /// Whether an item for one target applies to another: the mesh covers all, a service its sections.
  private func covers(_ target: Target, _ other: Target) -> Bool {
    if target.resource.type == "Mesh" {
      return target.resource.name
        == (other.resource.type == "Mesh" ? other.resource.name : other.resource.mesh)
    }
    guard target.key.with(section: "") == other.key.with(section: "") else { return false }
    switch target.resource.type {
    case "MeshService", "MeshMultiZoneService":
      return target.key.section == other.key.section || target.key.section.isEmpty
    case "MeshExternalService": return true
    case "MeshHTTPRoute": return release.has(.routeRulesByResource)
    default: return false
    }
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
