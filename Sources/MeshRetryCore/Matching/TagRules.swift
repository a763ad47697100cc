import JSON

/// A rule keyed by tags: whom it is for and which items make it.
public struct TagRule: Sendable {
  /// A tag that a destination must have, or must not.
  public typealias Matcher = EffectiveMeshRetry.Matcher

  /// The tags; none matches everything.
  public var matchers: [Matcher]
  /// The items, by index, in merge order.
  public var items: [Int]

  /// A rule.
  public init(matchers: [Matcher], items: [Int]) {
    self.matchers = matchers
    self.items = items
  }
}

/// Builds the rules keyed by tags.
///
/// Source: Kuma's `rules.BuildRules`. Kuma walks all 2ⁿ states of n tags; here only the states that can
/// yield a rule are made, in the order in which Kuma would meet them.
public struct TagRuleBuilder {
  let release: Release
  /// Whether rules for what has none of the tags are wanted even where destinations are told apart by
  /// one key only (`from` rules are).
  let withNegations: Bool

  /// A builder by the rules of that release.
  public init(release: Release, withNegations: Bool = false) {
    self.release = release
    self.withNegations = withNegations
  }

  /// The rules in evaluation order.
  public func rules(_ items: [RuleItem]) -> [TagRule] {
    guard !items.isEmpty else { return [] }
    let index = ItemIndex(items)
    if !withNegations && release.has(.rulesWithoutNegation) && index.keys.count <= 1 {
      return plainRules(items, index)
    }
    var rules: [TagRule] = []
    for group in RuleGroups(release: release).groups(items) {
      let tags = Self.distinctTags(group.map { items[$0].tags })
      for matchers in TagCombinations(release: release).combinations(tags) {
        let members = index.items(matching: matchers)
        if !members.isEmpty { rules.append(TagRule(matchers: matchers, items: members)) }
      }
    }
    return Self.sorted(rules) { rule in rule.matchers.filter { !$0.not }.count }
  }

  /// Why the rules are not worth making: their number grows with the power of the number of keys. Items
  /// that Kuma accepts have two keys at most, service and route; more come from unchecked input only.
  func refusal(_ items: [RuleItem]) -> String? {
    let keys = Self.distinctTags(items.map(\.tags))
    if !withNegations && release.has(.rulesWithoutNegation) && keys.count <= 1 { return nil }
    let limit = keys.count > 2 ? Self.limitOfManyKeys : Self.limit
    var count = 1
    for (_, values) in keys {
      let (product, overflow) = count.multipliedReportingOverflow(by: values.count + 1)
      count = product
      if overflow || count > limit {
        return "more than \(limit) combinations of \(keys.count) tags"
      }
    }
    return nil
  }

  private static let limit = 1_000_000
  private static let limitOfManyKeys = 10_000

  /// One rule for each distinct set of tags, none for their absence.
  private func plainRules(_ items: [RuleItem], _ index: ItemIndex) -> [TagRule] {
    var seen: Set<[String]> = []
    var rules: [TagRule] = []
    for item in items where seen.insert(item.tags.flatMap { [$0.key, $0.value] }).inserted {
      let matchers = item.tags.map { TagRule.Matcher(key: $0.key, value: $0.value, not: false) }
      rules.append(TagRule(matchers: matchers, items: index.items(matching: matchers)))
    }
    return Self.sorted(rules) { $0.matchers.count }
  }

  /// More tags first; rules with equally many stay in their order.
  private static func sorted(_ rules: [TagRule], by count: (TagRule) -> Int) -> [TagRule] {
    rules.enumerated().map { (offset: $0.offset, rule: $0.element, count: count($0.element)) }
      .sorted { $0.count != $1.count ? $0.count > $1.count : $0.offset < $1.offset }
      .map(\.rule)
  }

  /// The distinct tags of a group, by key and value.
  private static func distinctTags(
    _ lists: [[(key: String, value: String)]]
  ) -> [(key: String, values: [String])] {
    var values: [String: Set<String>] = [:]
    for (key, value) in lists.joined() { values[key, default: []].insert(value) }
    return values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { key, set in
      (key, set.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }
  }
}

/// Finds the items that a set of tags takes in, without looking at all of them.
private struct ItemIndex {
  let keys: Set<String>
  private let items: [RuleItem]
  /// Items for the whole mesh, and the others by their first tag.
  private var forAll: [Int] = []
  private var byFirstTag: [String: [String: [Int]]] = [:]

  init(_ items: [RuleItem]) {
    self.items = items
    keys = Set(items.flatMap { $0.tags.map(\.key) })
    for (index, item) in items.enumerated() {
      if let first = item.tags.first {
        byFirstTag[first.key, default: [:]][first.value, default: []].append(index)
      } else {
        forAll.append(index)
      }
    }
  }

  /// The items of all whose tags are among the positive ones, in order.
  func items(matching matchers: [TagRule.Matcher]) -> [Int] {
    var positive: [String: String] = [:]
    for matcher in matchers where !matcher.not { positive[matcher.key] = matcher.value }
    var result = forAll
    for (key, value) in positive {
      for index in byFirstTag[key]?[value] ?? []
      where items[index].tags.allSatisfy({ positive[$0.key] == $0.value }) {
        result.append(index)
      }
    }
    return result.count == forAll.count ? result : result.sorted()
  }
}
