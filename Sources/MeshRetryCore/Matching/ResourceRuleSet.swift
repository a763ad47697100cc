import JSON

/// The rules by resource of one list of policies, merged.
public struct ResourceRuleSet: Sendable {
  /// A rule by resource with its confs merged.
  public struct Merged: Sendable {
    /// The resource, or a section of it.
    public var key: KRI
    /// The resource.
    public var resource: Resource?
    /// The confs: one, but for kinds that are merged by values.
    public var confs: [JSONValue]
    /// The conf of kinds that have one.
    public var conf: JSONValue { confs.first ?? .null }
    /// The items, by index, in merge order.
    public var items: [Int]
  }

  /// The policies.
  public let policies: [Policy]
  /// The items of all rules, in merge order.
  public let items: [RuleItem]
  /// The rules, sorted by KRI.
  public let rules: [Merged]
  private let places: [KRI: Int]

  /// The rules of matched policies for the resources of their mesh.
  public init(_ policies: [Policy], kind: PolicyKind, _ references: ResourceReferences) {
    self.policies = policies
    let (items, rules) = ResourceRuleBuilder(references: references, policies: policies).build()
    self.items = items
    self.rules = rules.map { rule in
      Merged(
        key: rule.key, resource: rule.resource,
        confs: kind.merging.merge(rule.items.map { items[$0].conf }), items: rule.items)
    }
    places = Dictionary(
      self.rules.enumerated().map { ($0.element.key, $0.offset) }, uniquingKeysWith: { $1 })
  }

  /// Rules that are there already, to look things up in.
  public init(_ rules: [(key: KRI, conf: JSONValue)]) {
    policies = []
    items = []
    self.rules = rules.map { Merged(key: $0.key, resource: nil, confs: [$0.conf], items: []) }
    places = Dictionary(
      rules.enumerated().map { ($0.element.key, $0.offset) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The rules sorted by KRI, for the document.
  var toResourceRules: [EffectiveMeshRetry.ToResourceRule] {
    rules.map { rule in
      .init(
        kri: rule.key.description, conf: rule.conf,
        origin: rule.items.map {
          .init(name: policies[items[$0].policy].name, ruleIndex: items[$0].ruleIndex)
        })
    }
  }

  /// The rule of the first key that has one.
  public func rule(for keys: [KRI]) -> Merged? {
    index(for: keys).map { rules[$0] }
  }

  /// The index of the rule of the first key that has one.
  func index(for keys: [KRI]) -> Int? {
    for key in keys {
      if let place = places[key] { return place }
    }
    return nil
  }

  /// The names of the policies of a rule, in merge order, each once.
  func origin(of rule: Merged) -> [String] {
    var seen = Set<Int>()
    return rule.items.map { items[$0].policy }.filter { seen.insert($0).inserted }
      .map { policies[$0].name }
  }

  /// Where the fields of a rule's conf come from.
  func fields(of rule: Merged) -> [(path: String, origin: EffectiveMeshRetry.FieldOrigin)] {
    FieldOrigins(policies: policies, items: items).fields(of: rule.conf, items: rule.items)
  }
}
