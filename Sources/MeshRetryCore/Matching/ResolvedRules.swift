import JSON

/// All rules that come of one list of matched policies, and what was looked up in them. To be used by one
/// thread.
final class ResolvedRules {
  let byTags: RuleSet
  /// Rules by resource; nil in releases without them.
  let byResource: ResourceRuleSet?
  /// The policies, for the document.
  let policies: [EffectiveMeshRetry.Policy]
  /// The rules by tags, for the document.
  let toRules: [EffectiveMeshRetry.ToRule]
  /// The rules by resource, for the document.
  let toResourceRules: [EffectiveMeshRetry.ToResourceRule]

  private var destinations: [[String: String]: Applied?] = [:]
  private var resources: [[KRI]: Applied?] = [:]

  /// What applies to a destination.
  struct Applied {
    var conf: JSONValue
    var origin: [String]
    var fields: [(path: String, origin: EffectiveMeshRetry.FieldOrigin)]
    /// What tells one rule from another.
    var rule: Int
  }

  init(
    _ policies: [Policy], kind: PolicyKind, _ routes: RouteReferences,
    _ resources: ResourceReferences?
  ) {
    byTags = RuleSet(policies, kind: kind, routes)
    byResource = resources.map { ResourceRuleSet(policies, kind: kind, $0) }
    self.policies = policies.map {
      .init(name: $0.name, targetRef: $0.targetRef?.json(routes.release))
    }
    toRules = byTags.toRules
    toResourceRules = byResource?.toResourceRules ?? []
  }

  /// What applies to a destination with those tags; nil when no rule does.
  func applied(to tags: [String: String]) -> Applied? {
    if let known = destinations[tags] { return known }
    let applied = byTags.index(for: tags).map { index in
      let rule = byTags.rules[index]
      return Applied(
        conf: rule.conf, origin: byTags.names(rule.origin), fields: byTags.fields(of: rule),
        rule: index)
    }
    destinations[tags] = .some(applied)
    return applied
  }

  /// What applies to the first of those resources that has a rule; nil when none has.
  func applied(to keys: [KRI]) -> Applied? {
    if let known = resources[keys] { return known }
    let applied = byResource.flatMap { set in
      set.index(for: keys).map { index in
        let rule = set.rules[index]
        return Applied(
          conf: rule.conf, origin: set.origin(of: rule), fields: set.fields(of: rule), rule: index)
      }
    }
    resources[keys] = .some(applied)
    return applied
  }
}

/// Rules that were built already, by the policies they come from: proxies with the same policies share
/// them. To be used by one thread.
final class RuleCache {
  /// How many are kept; when there are more, proxies are too different for keeping to help.
  private static let limit = 512
  private var known: [[Int]: ResolvedRules] = [:]

  /// The rules of the policies with those indexes.
  func rules(_ indexes: [Int], build: () -> ResolvedRules) -> ResolvedRules {
    if let rules = known[indexes] { return rules }
    let rules = build()
    if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
    known[indexes] = rules
    return rules
  }
}
