/// The order in which policies are merged: ascending, the last one wins.
///
/// Source: Kuma's `sortByTargetRef` (2.2 to 2.5) and `core_rules.SortEntries`/`TargetRefSort` (2.6 on).
struct PolicyOrder {
  let release: Release

  /// The policies in merge order; equal ones in the order given.
  func sorted(_ policies: [Policy]) -> [Policy] {
    policies.enumerated().sorted { a, b in
      let order = compare(a.element, b.element)
      return order == 0 ? a.offset < b.offset : order < 0
    }.map(\.element)
  }

  private func compare(_ a: Policy, _ b: Policy) -> Int {
    let (first, second) = (a.effectiveTargetRef(release), b.effectiveTargetRef(release))
    let byKind = compare(rank(first.kind), rank(second.kind))
    if byKind != 0 { return byKind }
    guard release.has(.nameOrderDescending) else { return compareText(a.name, b.name) }
    let bySpecificity = compareDataplanes(first, second)
    if bySpecificity != 0 { return bySpecificity }
    let byOrigin = compareOrigins(a, b)
    if byOrigin != 0 { return byOrigin }
    if first.kind == TargetKind.meshGateway.rawValue {
      let byTags = compare(first.tags?.entries.count ?? 0, second.tags?.entries.count ?? 0)
      if byTags != 0 { return byTags }
    }
    let byRole = compareRoles(a, b)
    if byRole != 0 { return byRole }
    return compareText(b.resource.displayName, a.resource.displayName)
  }

  /// Which kinds are more specific: 0 for one that is not known.
  func rank(_ kind: String) -> Int {
    guard let kind = TargetKind(rawValue: kind) else { return 0 }
    return (order.firstIndex(of: kind) ?? -1) + 1
  }

  private var order: [TargetKind] {
    var kinds: [TargetKind] = [.mesh]
    if release.has(.dataplaneOrderedEarly) { kinds.append(.dataplane) }
    kinds.append(.meshSubset)
    if release.has(.meshGatewayOrderedEarly) { kinds.append(.meshGateway) }
    kinds.append(.meshService)
    if release.has(.rolesInOrder) { kinds.append(.meshExternalService) }
    if release.has(.resourceRules) { kinds.append(.meshMultiZoneService) }
    return kinds + [.meshServiceSubset, .meshHTTPRoute]
  }

  /// Kind Dataplane: a name beats labels, then a section beats none.
  func compareDataplanes(_ a: TargetRef, _ b: TargetRef) -> Int {
    guard release.has(.selectDataplane), a.kind == TargetKind.dataplane.rawValue,
      b.kind == a.kind
    else { return 0 }
    let (aNamed, bNamed) = (!(a.name ?? "").isEmpty, !(b.name ?? "").isEmpty)
    if aNamed && b.labels != nil && !bNamed { return 1 }
    if bNamed && a.labels != nil && !aNamed { return -1 }
    return compare((a.sectionName ?? "").isEmpty ? 0 : 1, (b.sectionName ?? "").isEmpty ? 0 : 1)
  }

  func compareOrigins(_ a: Policy, _ b: Policy) -> Int {
    func rank(_ policy: Policy) -> Int {
      switch policy.resource.labels[LabelKey.origin] {
      case "global": 1
      case "zone": 3
      default: 2
      }
    }
    return release.has(.originInOrder) ? compare(rank(a), rank(b)) : 0
  }

  func compareRoles(_ a: Policy, _ b: Policy) -> Int {
    func rank(_ policy: Policy) -> Int {
      switch policy.role {
      case "system": 1
      case "producer": 2
      case "consumer": 3
      case "workload-owner": release.has(.producerRoles) ? 4 : 3
      default: release.has(.systemRoleUnknownLast) ? 0 : 1
      }
    }
    return release.has(.rolesInOrder) ? compare(rank(a), rank(b)) : 0
  }

  func compare(_ a: Int, _ b: Int) -> Int { a < b ? -1 : a > b ? 1 : 0 }

  /// Byte-wise, as Go compares strings.
  func compareText(_ a: String, _ b: String) -> Int {
    if a.utf8.lexicographicallyPrecedes(b.utf8) { return -1 }
    return b.utf8.lexicographicallyPrecedes(a.utf8) ? 1 : 0
  }
}
