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

  private var byTagRule: [Int: Applied] = [:]
  private var byResourceRule: [Int: Applied] = [:]

  /// The rules as they stand in a compact document.
  private(set) lazy var encoded = EncodedRules.bytes(self)

  /// What applies to a destination.
  final class Applied {
    let conf: JSONValue
    let origin: [String]
    let fields: [(path: String, origin: EffectiveMeshRetry.FieldOrigin)]
    /// What tells one rule from another.
    let rule: Int
    /// The conf, the origin and the fields as they stand in a compact document.
    private(set) lazy var encoded = EncodedRules.bytes(conf, origin, fields)

    init(
      conf: JSONValue, origin: [String],
      fields: [(path: String, origin: EffectiveMeshRetry.FieldOrigin)], rule: Int
    ) {
      self.conf = conf
      self.origin = origin
      self.fields = fields
      self.rule = rule
    }
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
    guard let index = byTags.index(for: tags) else { return nil }
    if let known = byTagRule[index] { return known }
    let rule = byTags.rules[index]
    let applied = Applied(
      conf: rule.conf, origin: byTags.names(rule.origin), fields: byTags.fields(of: rule),
      rule: index)
    byTagRule[index] = applied
    return applied
  }

  /// What applies to the first of those resources that has a rule; nil when none has.
  func applied(to keys: [KRI]) -> Applied? {
    guard let set = byResource, let index = set.index(for: keys) else { return nil }
    if let known = byResourceRule[index] { return known }
    let rule = set.rules[index]
    let applied = Applied(
      conf: rule.conf, origin: set.origin(of: rule), fields: set.fields(of: rule), rule: index)
    byResourceRule[index] = applied
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
