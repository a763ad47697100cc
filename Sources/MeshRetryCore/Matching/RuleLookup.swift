/// Finds the rule of a destination.
///
/// Source: Kuma's `Rules.Compute`: by subset, later by element.
public struct RuleLookup: Sendable {
  private let rules: [[TagRule.Matcher]]
  private let byElement: Bool
  /// Rules that ask for one tag alone, the first one of each, by that tag.
  private var single: [String: [String: Int]] = [:]
  /// The other rules, in order.
  private var others: [(index: Int, excluded: Exclusion?)] = []

  /// The values that a rule excludes of its only key.
  private struct Exclusion: Sendable {
    var key: String
    var values: Set<String>
  }

  /// A lookup in rules with those tags, by the rules of a release.
  public init(_ rules: [[TagRule.Matcher]], release: Release) {
    self.rules = rules
    byElement = release.has(.lookupByElement)
    for (index, matchers) in rules.enumerated() {
      if matchers.count == 1, let matcher = matchers.first, !matcher.not {
        if single[matcher.key]?[matcher.value] == nil {
          single[matcher.key, default: [:]][matcher.value] = index
        }
      } else {
        others.append((index, Self.exclusion(matchers)))
      }
    }
  }

  private static func exclusion(_ matchers: [TagRule.Matcher]) -> Exclusion? {
    guard let key = matchers.first?.key, matchers.allSatisfy({ $0.not && $0.key == key }) else {
      return nil
    }
    return Exclusion(key: key, values: Set(matchers.map(\.value)))
  }

  /// The index of the first rule that takes in a destination with those tags.
  public func index(_ tags: [String: String]) -> Int? {
    var best: Int?
    for (key, value) in tags {
      if let index = single[key]?[value], index < best ?? Int.max { best = index }
    }
    for (index, excluded) in others {
      if let best, index > best { break }
      if takesIn(index, excluded, tags) { return index }
    }
    return best
  }

  private func takesIn(_ index: Int, _ excluded: Exclusion?, _ tags: [String: String]) -> Bool {
    if let excluded {
      if let value = tags[excluded.key] { return !excluded.values.contains(value) }
      return byElement && !tags.isEmpty
    }
    return byElement ? Self.contains(rules[index], tags) : Self.isSubset(rules[index], tags)
  }

  /// Every tag of the rule must be among the destination's: with that value, or, negated, with another.
  private static func isSubset(_ matchers: [TagRule.Matcher], _ tags: [String: String]) -> Bool {
    matchers.allSatisfy { matcher in
      guard let value = tags[matcher.key] else { return false }
      return (value == matcher.value) != matcher.not
    }
  }

  /// A negated tag that the destination lacks is no obstacle.
  private static func contains(_ matchers: [TagRule.Matcher], _ tags: [String: String]) -> Bool {
    if matchers.isEmpty { return true }
    if tags.isEmpty { return false }
    var overlap = false
    for matcher in matchers {
      if let value = tags[matcher.key] {
        overlap = true
        if (value == matcher.value) == matcher.not { return false }
      } else if !matcher.not {
        return false
      }
    }
    return overlap || matchers.allSatisfy(\.not)
  }
}
