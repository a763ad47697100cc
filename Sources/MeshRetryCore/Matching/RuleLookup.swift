/// Finds the rule of a destination.
///
/// Source: Kuma's `Rules.Compute`: by subset, later by element.
struct RuleLookup {
  let release: Release

  /// The index of the first rule that takes in a destination with those tags.
  func index(
    in rules: some Collection<[TagRule.Matcher]>, _ tags: [String: String]
  ) -> Int? {
    let byElement = release.has(.lookupByElement)
    for (index, matchers) in rules.enumerated()
    where byElement ? contains(matchers, tags) : isSubset(matchers, tags) {
      return index
    }
    return nil
  }

  /// Every tag of the rule must be among the destination's: with that value, or, negated, with another.
  private func isSubset(_ matchers: [TagRule.Matcher], _ tags: [String: String]) -> Bool {
    matchers.allSatisfy { matcher in
      guard let value = tags[matcher.key] else { return false }
      return (value == matcher.value) != matcher.not
    }
  }

  /// A negated tag that the destination lacks is no obstacle.
  private func contains(_ matchers: [TagRule.Matcher], _ tags: [String: String]) -> Bool {
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
