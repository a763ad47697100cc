/// Groups of items whose tags can meet in one destination; rules are made for each group.
///
/// Source: Kuma's `BuildRules`: all items together (2.2), connected components, then maximal cliques.
struct RuleGroups {
  let release: Release

  /// The groups, by the indexes of their items, in Kuma's order: by the text of the indexes, descending.
  func groups(_ items: [RuleItem]) -> [[Int]] {
    let classes = SameTags(items)
    let all = Array(items.indices)
    if !release.has(.connectedComponents) { return [all] }
    // An item for the whole mesh meets every other one: all are connected.
    if !release.has(.cliques) && classes.tags.contains(where: \.isEmpty) { return [all] }
    let edges = edges(classes.tags)
    let groups = release.has(.cliques) ? Cliques(edges).maximal() : components(edges)
    return groups.map { group in group.flatMap { classes.members[$0] }.sorted() }
      .map { (ids: $0, text: $0.map(String.init).joined(separator: ":")) }
      .sorted { $1.text.utf8.lexicographicallyPrecedes($0.text.utf8) }
      .map(\.ids)
  }

  /// Items with the same tags, as one node each.
  private struct SameTags {
    var tags: [[(key: String, value: String)]] = []
    var members: [[Int]] = []

    init(_ items: [RuleItem]) {
      var classOf: [[String]: Int] = [:]
      for (index, item) in items.enumerated() {
        let name = item.tags.flatMap { [$0.key, $0.value] }
        if let known = classOf[name] {
          members[known].append(index)
        } else {
          classOf[name] = members.count
          tags.append(item.tags)
          members.append([index])
        }
      }
    }
  }

  /// For each node the nodes that it meets.
  private func edges(_ tags: [[(key: String, value: String)]]) -> [Set<Int>] {
    var edges = Array(repeating: Set<Int>(), count: tags.count)
    // Distinct values of one and the same key never meet: no need to compare them in pairs.
    let keys = Set(tags.flatMap { $0.map(\.key) })
    if keys.count == 1 && tags.allSatisfy({ $0.count == 1 }) { return edges }
    let subsets = tags.map { $0.map { Subset.Tag(key: $0.key, value: $0.value, not: false) } }
    let sharedKeysOnly = release.has(.intersectionOfSharedKeys)
    for a in tags.indices {
      for b in tags.indices.dropFirst(a + 1)
      where Subset.meets(subsets[a], subsets[b], sharedKeysOnly: sharedKeysOnly)
        || Subset.meets(subsets[b], subsets[a], sharedKeysOnly: sharedKeysOnly)
      {
        edges[a].insert(b)
        edges[b].insert(a)
      }
    }
    return edges
  }

  private func components(_ edges: [Set<Int>]) -> [[Int]] {
    var seen = Set<Int>()
    var result: [[Int]] = []
    for start in edges.indices where seen.insert(start).inserted {
      var component = [start]
      var rest = [start]
      while let node = rest.popLast() {
        for next in edges[node] where seen.insert(next).inserted {
          component.append(next)
          rest.append(next)
        }
      }
      result.append(component)
    }
    return result
  }
}

/// The maximal cliques of a graph, by Bron and Kerbosch with a pivot.
private struct Cliques {
  private let edges: [Set<Int>]

  init(_ edges: [Set<Int>]) { self.edges = edges }

  func maximal() -> [[Int]] {
    var result: [[Int]] = []
    extend([], Set(edges.indices), [], &result)
    return result
  }

  private func extend(
    _ clique: [Int], _ candidates: Set<Int>, _ excluded: Set<Int>, _ result: inout [[Int]]
  ) {
    if candidates.isEmpty {
      if excluded.isEmpty { result.append(clique.sorted()) }
      return
    }
    let pivot = candidates.union(excluded).max {
      edges[$0].intersection(candidates).count < edges[$1].intersection(candidates).count
    }
    var (candidates, excluded) = (candidates, excluded)
    for node in candidates.subtracting(pivot.map { edges[$0] } ?? []).sorted() {
      extend(
        clique + [node], candidates.intersection(edges[node]), excluded.intersection(edges[node]),
        &result)
      candidates.remove(node)
      excluded.insert(node)
    }
  }
}
