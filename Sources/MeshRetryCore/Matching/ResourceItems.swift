import JSON

/// The items of policies in the order in which rules of resources merge them.
///
/// Source: Kuma's `resourcerules`: `sortedEntries`, 2.9 to 2.14.
public struct ResourceItems: Sendable {
  /// The items, sorted.
  public let entries: [Entry]

  /// An item of a policy.
  public struct Entry: Sendable {
    /// The policy, by its place in the list given.
    public var policy: Int
    /// The index in the policy's list.
    public var ruleIndex: Int
    /// The item.
    public var item: Policy.Item
  }

  /// The items of matched policies, but for those that are for the routes of a MeshHTTPRoute.
  public init(_ policies: [Policy], release: Release) {
    let order = PolicyOrder(release: release)
    let keys = policies.map(order.key)
    var entries: [Entry] = []
    for (index, policy) in policies.enumerated()
    where policy.effectiveTargetRef(release).kind != TargetKind.meshHTTPRoute.rawValue {
      for (ruleIndex, item) in policy.items.enumerated() {
        entries.append(Entry(policy: index, ruleIndex: ruleIndex, item: item))
      }
    }
    let ranks = entries.map { order.rank($0.item.targetRef.kind) }
    self.entries = entries.indices.sorted { a, b in
      let (first, second) = (entries[a], entries[b])
      let result = Self.compare(
        (keys[first.policy], ranks[a], first.item.targetRef),
        (keys[second.policy], ranks[b], second.item.targetRef))
      return result == 0 ? a < b : result < 0
    }.map { entries[$0] }
  }

  private typealias Key = (policy: PolicyOrder.Key, rank: Int, to: TargetRef)

  private static func compare(_ a: Key, _ b: Key) -> Int {
    if a.policy.kind != b.policy.kind { return a.policy.kind < b.policy.kind ? -1 : 1 }
    let bySpecificity = PolicyOrder.compareDataplanes(a.policy, b.policy)
    if bySpecificity != 0 { return bySpecificity }
    for (first, second) in [
      (a.policy.origin, b.policy.origin), (a.policy.role, b.policy.role), (a.rank, b.rank),
    ] where first != second {
      return first < second ? -1 : 1
    }
    if a.to.kind == TargetKind.meshService.rawValue, b.to.kind == a.to.kind {
      let (first, second) = ((a.to.sectionName ?? "").isEmpty, (b.to.sectionName ?? "").isEmpty)
      if first != second { return first ? -1 : 1 }
    }
    return PolicyOrder.compareText(b.policy.displayName, a.policy.displayName)
  }
}
