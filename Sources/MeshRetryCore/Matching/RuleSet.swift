import JSON

/// A rule with its conf merged.
struct MergedRule {
  var matchers: [TagRule.Matcher]
  var conf: JSONValue
  /// The names of the policies, as the release lists them.
  var origin: [String]
  /// The items, by index, in merge order.
  var items: [Int]
}

/// The rules by tags of one list of policies, merged.
struct RuleSet {
  let release: Release
  let policies: [Policy]
  let items: [RuleItem]
  let rules: [MergedRule]
  private let lookup: RuleLookup

  /// The rules of matched policies; when they cannot be made there are none, and a warning.
  init(
    _ policies: [Policy], _ selection: ProxySelection, _ release: Release,
    _ warnings: inout [String]
  ) {
    self.release = release
    self.policies = policies
    lookup = RuleLookup(release: release)
    do {
      items = try RuleItemBuilder(release: release, selection: selection).items(policies)
    } catch {
      items = []
      warnings.append("couldn't create To rules: \(error.message)")
    }
    rules = TagRuleBuilder(release: release).rules(items).compactMap {
      [items] rule -> MergedRule? in
      guard let conf = ConfMerge.merge(rule.items.lazy.map { items[$0].conf }) else { return nil }
      return MergedRule(
        matchers: rule.matchers, conf: conf,
        origin: Self.origin(rule.items, items, policies, release), items: rule.items)
    }
  }

  /// The rules in evaluation order, for the document.
  var toRules: [EffectiveMeshRetry.ToRule] {
    rules.map { .init(matchers: $0.matchers, conf: $0.conf, origin: $0.origin) }
  }

  /// The rule of a destination with those tags; none of them for a gateway's listener.
  func rule(for tags: [String: String]) -> MergedRule? {
    lookup.index(in: rules.lazy.map(\.matchers), tags).map { rules[$0] }
  }

  /// Where the fields of a rule's conf come from.
  func fields(
    of rule: MergedRule
  ) -> [(path: String, origin: EffectiveMeshRetry.FieldOrigin)] {
    FieldOrigins(policies: policies, items: items).fields(of: rule.conf, items: rule.items)
  }

  /// The policies of the items, each once: by name, later in merge order.
  private static func origin(
    _ indexes: [Int], _ items: [RuleItem], _ policies: [Policy], _ release: Release
  ) -> [String] {
    var seen = Set<Int>()
    let names = indexes.compactMap { index -> String? in
      let policy = items[index].policy
      return seen.insert(policy).inserted ? policies[policy].name : nil
    }
    return release.has(.originInMergeOrder)
      ? names : names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

/// The rules by resource of one list of policies, merged.
struct ResourceRuleSet {
  /// A rule by resource with its conf merged.
  struct Merged {
    var key: KRI
    var conf: JSONValue
    var origin: [String]
    var items: [Int]
  }

  private let policies: [Policy]
  private let items: [RuleItem]
  private let rules: [Merged]

  init(_ builder: ResourceRuleBuilder) {
    policies = builder.policies
    let (items, rules) = builder.build()
    self.items = items
    self.rules = rules.compactMap { [policies] rule in
      guard let conf = ConfMerge.merge(rule.items.lazy.map { items[$0].conf }) else { return nil }
      var seen = Set<Int>()
      let origin = rule.items.compactMap { index -> String? in
        let policy = items[index].policy
        return seen.insert(policy).inserted ? policies[policy].name : nil
      }
      return Merged(key: rule.key, conf: conf, origin: origin, items: rule.items)
    }
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
  func rule(for keys: [KRI]) -> Merged? {
    for key in keys {
      if let rule = rules.first(where: { $0.key == key }) { return rule }
    }
    return nil
  }

  /// Where the fields of a rule's conf come from.
  func fields(of rule: Merged) -> [(path: String, origin: EffectiveMeshRetry.FieldOrigin)] {
    FieldOrigins(policies: policies, items: items).fields(of: rule.conf, items: rule.items)
  }
}
