import JSON

/// A rule by tags with its conf merged.
public struct MergedRule: Sendable {
  /// The tags of whom it is for.
  public var matchers: [TagRule.Matcher]
  /// The conf.
  public var conf: JSONValue
  /// The policies that it comes from, by index, as the release lists them.
  public var origin: [Int]
  /// The items, by index, in merge order.
  public var items: [Int]
}

/// The rules by tags of one list of policies, merged.
public struct RuleSet: Sendable {
  /// The policies, in merge order.
  public let policies: [Policy]
  let items: [RuleItem]
  /// The rules in evaluation order.
  public let rules: [MergedRule]
  /// Why there are no rules though there are policies; nil when they could be built.
  public let failure: String?
  private let lookup: RuleLookup

  /// The rules of matched policies. `withNegations`: rules for what has none of the tags are wanted even
  /// where destinations are told apart by one key only.
  public init(
    _ policies: [Policy], kind: PolicyKind, _ references: RouteReferences,
    withNegations: Bool = false
  ) {
    let release = references.release
    self.policies = policies
    let builder = TagRuleBuilder(release: release, withNegations: withNegations)
    do {
      let all = try RuleItemBuilder(references: references, list: kind.list).items(policies)
      failure = builder.refusal(all)
      items = failure == nil ? all : []
    } catch {
      items = []
      failure = error.message
    }
    let built = builder.rules(items)
    let merge = RuleMerge(items, kind.merging)
    let places = Self.places(policies, inMergeOrder: release.has(.originInMergeOrder))
    rules = built.flatMap { [items] rule -> [MergedRule] in
      let origin = Self.origin(rule.items, items, places)
      return merge.confs(of: rule.items).map {
        MergedRule(matchers: rule.matchers, conf: $0, origin: origin, items: rule.items)
      }
    }
    lookup = RuleLookup(rules.map(\.matchers), release: release)
  }

  /// The rules in evaluation order, for the document.
  var toRules: [EffectiveMeshRetry.ToRule] {
    rules.map { .init(matchers: $0.matchers, conf: $0.conf, origin: names($0.origin)) }
  }

  /// The names of the policies of a rule.
  func names(_ origin: [Int]) -> [String] { origin.map { policies[$0].name } }

  /// The rule of a destination with those tags; none of them for a gateway's listener.
  public func rule(for tags: [String: String]) -> MergedRule? {
    index(for: tags).map { rules[$0] }
  }

  /// The index of the rule of a destination with those tags.
  func index(for tags: [String: String]) -> Int? { lookup.index(tags) }

  /// Where the fields of a rule's conf come from.
  func fields(
    of rule: MergedRule
  ) -> [(path: String, origin: EffectiveMeshRetry.FieldOrigin)] {
    FieldOrigins(policies: policies, items: items).fields(of: rule.conf, items: rule.items)
  }

  /// For each policy its place where rules list their origin: by name, later in merge order.
  private static func places(_ policies: [Policy], inMergeOrder: Bool) -> [Int] {
    var places = Array(policies.indices)
    if inMergeOrder { return places }
    let listed = places.sorted {
      policies[$0].name.utf8.lexicographicallyPrecedes(policies[$1].name.utf8)
    }
    for (place, policy) in listed.enumerated() { places[policy] = place }
    return places
  }

  /// The policies of the items, which ascend, each once and in its place.
  private static func origin(_ indexes: [Int], _ items: [RuleItem], _ places: [Int]) -> [Int] {
    var origin: [Int] = []
    for index in indexes where items[index].policy != origin.last {
      origin.append(items[index].policy)
    }
    return origin.sorted { places[$0] < places[$1] }
  }
}

/// Merges the confs of rules that have most of their items in common.
///
/// Merging objects is associative as long as nothing is removed, and stored confs hold no nulls: so what
/// runs of neighbouring items give is merged once, and a rule takes the runs it is made of.
struct RuleMerge {
  private let items: [RuleItem]
  private let rules: MergeRules
  private let runs: ConfRuns?

  init(_ items: [RuleItem], _ rules: MergeRules) {
    self.items = items
    self.rules = rules
    let shared = items.indices.filter { items[$0].tags.isEmpty }
    // A few items for all are merged as quickly one by one.
    runs =
      rules.isPlain && shared.count > 8 && shared.count < items.count
      ? ConfRuns(shared.map { ($0, items[$0].conf) }) : nil
  }

  /// The confs that the items of those indexes, ascending, give.
  func confs(of indexes: [Int]) -> [JSONValue] {
    guard let runs else { return rules.merge(indexes.map { items[$0].conf }) }
    var parts: [JSONValue] = []
    var start = 0
    for index in indexes where !items[index].tags.isEmpty {
      parts += runs.merged(from: start, to: index)
      parts.append(items[index].conf)
      start = index + 1
    }
    parts += runs.merged(from: start, to: items.count)
    return rules.merge(parts)
  }
}

/// The confs of some items, merged in runs of 1, 2, 4 … neighbours.
private struct ConfRuns {
  private let indexes: [Int]
  private var levels: [[JSONValue]]

  init(_ confs: [(index: Int, conf: JSONValue)]) {
    indexes = confs.map(\.index)
    levels = [confs.map(\.conf)]
    while let last = levels.last, last.count > 1 {
      levels.append(
        stride(from: 0, to: last.count - 1, by: 2).map {
          ConfMerge.patch(last[$0], with: last[$0 + 1])
        })
    }
  }

  /// The confs that together give the items with indexes from one up to another, in order.
  func merged(from start: Int, to end: Int) -> [JSONValue] {
    var position = firstPosition(start)
    let limit = firstPosition(end)
    var result: [JSONValue] = []
    while position < limit {
      // The longest run that begins here and does not reach beyond.
      var level = min(position.trailingZeroBitCount, levels.count - 1)
      while position + 1 << level > limit { level -= 1 }
      result.append(levels[level][position >> level])
      position += 1 << level
    }
    return result
  }

  /// The number of items before an index.
  private func firstPosition(_ index: Int) -> Int {
    var (low, high) = (0, indexes.count)
    while low < high {
      let middle = (low + high) / 2
      if indexes[middle] < index { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
