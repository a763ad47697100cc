import JSON

/// How much of a document comes from aliases, and how much may.
///
/// Source: go-yaml v2's `allowedAliasRatio`: every visit of a node counts; visits below an alias may
/// make up 99 % of up to 400,000 and 10 % of 4,000,000 or more, in between in a straight line.
struct AliasBudget {
  /// All visits so far; the document itself is one.
  private(set) var total = 1
  private var belowAlias = 0

  /// Counts a node that stands in the text.
  mutating func visit(at position: Position) throws(YAMLError) {
    total += 1
    if belowAlias > 100 { try check(position) }
  }

  /// Counts an alias to something of so many visits.
  mutating func visitAlias(of visits: Int, at position: Position) throws(YAMLError) {
    total += 1 + visits
    belowAlias += visits
    try check(position)
  }

  private func check(_ position: Position) throws(YAMLError) {
    guard belowAlias > 100, total > 1000, Double(belowAlias) / Double(total) > allowedRatio else {
      return
    }
    throw YAMLError(reason: .excessiveAliasing, position: position)
  }

  private var allowedRatio: Double {
    switch total {
    case ...400_000: 0.99
    case 4_000_000...: 0.10
    default: 0.99 - 0.89 * (Double(total - 400_000) / 3_600_000)
    }
  }
}
