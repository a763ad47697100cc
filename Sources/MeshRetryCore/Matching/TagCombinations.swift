/// The combinations of tags that can have a rule, in the order in which Kuma meets them.
///
/// Of each key a combination has one value, or none of them (all negated). Source: Kuma's
/// `SubsetIter`, the old one over bits and the new one that counts key by key.
public struct TagCombinations {
  let release: Release

  /// Combinations in the order of that release.
  public init(release: Release) { self.release = release }

  /// The combinations of distinct tags, by key in the order in which keys come first.
  public func combinations(of tags: [TagRule.Matcher]) -> [[TagRule.Matcher]] {
    var dimensions: [(key: String, values: [String])] = []
    for tag in tags {
      if let known = dimensions.firstIndex(where: { $0.key == tag.key }) {
        dimensions[known].values.append(tag.value)
      } else {
        dimensions.append((tag.key, [tag.value]))
      }
    }
    return combinations(dimensions)
  }

  /// The combinations of keys with their values, keys and values sorted.
  func combinations(_ dimensions: [(key: String, values: [String])]) -> [[TagRule.Matcher]] {
    if dimensions.isEmpty { return [[]] }
    let all = release.has(.radixIterator) ? counted(dimensions) : byBits(dimensions)
    return all.map { matchers(dimensions, $0) }
  }

  /// For each key the index of its value; the number of values stands for none of them.
  private typealias Choice = [Int]

  private func matchers(
    _ dimensions: [(key: String, values: [String])], _ choice: Choice
  ) -> [TagRule.Matcher] {
    zip(dimensions, choice).flatMap { dimension, index -> [TagRule.Matcher] in
      if index < dimension.values.count {
        return [.init(key: dimension.key, value: dimension.values[index], not: false)]
      }
      return dimension.values.map { .init(key: dimension.key, value: $0, not: true) }
    }
  }

  /// The new iterator: the first key counts fastest, values run backwards, the start comes last.
  private func counted(_ dimensions: [(key: String, values: [String])]) -> [Choice] {
    var result: [Choice] = []
    var counter = Array(repeating: 0, count: dimensions.count)
    repeat {
      var place = 0
      while place < counter.count {
        counter[place] += 1
        if counter[place] <= dimensions[place].values.count { break }
        counter[place] = 0
        place += 1
      }
      result.append(
        zip(counter, dimensions).map { index, dimension in
          let count = dimension.values.count
          return index < count ? count - 1 - index : count
        })
    } while counter.contains { $0 != 0 }
    return result
  }

  /// The old iterator walks numbers whose bit i says that tag i is negated. A combination comes where
  /// its number does: the tags that are not negated decide, the highest first; number 0 comes last.
  private func byBits(_ dimensions: [(key: String, values: [String])]) -> [Choice] {
    var result: [(choice: Choice, positive: [Int])] = [([], [])]
    var base = 0
    for dimension in dimensions {
      let count = dimension.values.count
      result = result.flatMap { choice, positive in
        (0...count).map { index in
          (choice + [index], index < count ? positive + [base + index] : positive)
        }
      }
      base += count
    }
    let tagCount = base
    return result.map { (choice: $0.choice, positive: Array($0.positive.reversed())) }
      .sorted { a, b in
        let (aIsZero, bIsZero) = (a.positive.count == tagCount, b.positive.count == tagCount)
        if aIsZero != bIsZero { return bIsZero }
        return b.positive.lexicographicallyPrecedes(a.positive)
      }.map(\.choice)
  }
}
