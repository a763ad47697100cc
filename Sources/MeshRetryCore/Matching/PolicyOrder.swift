/// The order in which policies are merged: ascending, the last one wins.
///
/// Source: Kuma's `sortByTargetRef` (2.2 to 2.5) and `core_rules.SortEntries`/`TargetRefSort` (2.6 on).
struct PolicyOrder {
  let release: Release
  private let kinds: [String: Int]
  private let isByNameAlone: Bool
  private let hasDataplanes: Bool
  private let hasOrigins: Bool
  private let hasRoles: Bool

  init(release: Release) {
    self.release = release
    kinds = Self.ranks(release)
    isByNameAlone = !release.has(.nameOrderDescending)
    hasDataplanes = release.has(.selectDataplane)
    hasOrigins = release.has(.originInOrder)
    hasRoles = release.has(.rolesInOrder)
  }

  /// What belongs to policies, in the policies' merge order; of equal policies in the order given.
  func sorted<Element>(
    _ elements: [Element], by policy: (Element) -> Policy
  ) -> [Element] {
    let keys = elements.map { key(policy($0)) }
    return elements.indices.sorted { a, b in
      let order = compare(keys[a], keys[b])
      return order == 0 ? a < b : order < 0
    }.map { elements[$0] }
  }

  // MARK: Keys

  /// All that policies are sorted by.
  struct Key {
    var kind: Int
    var isDataplane: Bool
    var isNamed: Bool
    var hasLabels: Bool
    var hasSection: Bool
    var origin: Int
    /// The number of tags of a MeshGateway; 0 for other kinds.
    var gatewayTags: Int
    var role: Int
    var name: String
    var displayName: String
  }

  /// What a policy is sorted by.
  func key(_ policy: Policy) -> Key {
    let ref = policy.effectiveTargetRef(release)
    let isGateway = ref.kind == TargetKind.meshGateway.rawValue
    return Key(
      kind: rank(ref.kind),
      isDataplane: hasDataplanes && ref.kind == TargetKind.dataplane.rawValue,
      isNamed: !(ref.name ?? "").isEmpty, hasLabels: ref.labels != nil,
      hasSection: !(ref.sectionName ?? "").isEmpty, origin: originRank(policy),
      gatewayTags: isGateway ? ref.tags?.entries.count ?? 0 : 0, role: roleRank(policy),
      name: policy.name, displayName: policy.resource.displayName)
  }

  /// Which kinds are more specific: 0 for one that is not known.
  func rank(_ kind: String) -> Int { kinds[kind] ?? 0 }

  private static func ranks(_ release: Release) -> [String: Int] {
    var kinds: [TargetKind] = [.mesh]
    if release.has(.dataplaneOrderedEarly) { kinds.append(.dataplane) }
    kinds.append(.meshSubset)
    if release.has(.meshGatewayOrderedEarly) { kinds.append(.meshGateway) }
    kinds.append(.meshService)
    if release.has(.rolesInOrder) { kinds.append(.meshExternalService) }
    if release.has(.resourceRules) { kinds.append(.meshMultiZoneService) }
    kinds += [.meshServiceSubset, .meshHTTPRoute]
    return Dictionary(
      kinds.enumerated().map { ($0.element.rawValue, $0.offset + 1) }, uniquingKeysWith: { $1 })
  }

  private func originRank(_ policy: Policy) -> Int {
    guard hasOrigins else { return 0 }
    switch policy.resource.labels[LabelKey.origin] {
    case "global": return 1
    case "zone": return 3
    default: return 2
    }
  }

  private func roleRank(_ policy: Policy) -> Int {
    guard hasRoles else { return 0 }
    switch policy.role {
    case "system": return 1
    case "producer": return 2
    case "consumer": return 3
    case "workload-owner": return release.has(.producerRoles) ? 4 : 3
    default: return release.has(.systemRoleUnknownLast) ? 0 : 1
    }
  }

  // MARK: Comparing

  /// Negative when the first policy comes before the second, 0 when nothing tells them apart.
  private func compare(_ a: Key, _ b: Key) -> Int {
    if a.kind != b.kind { return a.kind < b.kind ? -1 : 1 }
    if isByNameAlone { return Self.compareText(a.name, b.name) }
    let bySpecificity = Self.compareDataplanes(a, b)
    if bySpecificity != 0 { return bySpecificity }
    for (first, second) in [
      (a.origin, b.origin), (a.gatewayTags, b.gatewayTags), (a.role, b.role),
    ] where first != second {
      return first < second ? -1 : 1
    }
    return Self.compareText(b.displayName, a.displayName)
  }

  /// Kind Dataplane: a name beats labels, then a section beats none.
  static func compareDataplanes(_ a: Key, _ b: Key) -> Int {
    guard a.isDataplane, b.isDataplane else { return 0 }
    if a.isNamed && b.hasLabels && !b.isNamed { return 1 }
    if b.isNamed && a.hasLabels && !a.isNamed { return -1 }
    return a.hasSection == b.hasSection ? 0 : b.hasSection ? -1 : 1
  }

  /// Byte-wise, as Go compares strings.
  static func compareText(_ a: String, _ b: String) -> Int {
    if a.utf8.lexicographicallyPrecedes(b.utf8) { return -1 }
    return b.utf8.lexicographicallyPrecedes(a.utf8) ? 1 : 0
  }
}
