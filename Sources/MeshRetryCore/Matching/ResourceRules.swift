import JSON

/// A rule keyed by resource.
public struct ResourceRule: Sendable {
  /// The resource, or a section of it.
  public var key: KRI
  /// The resource.
  public var resource: Resource
  /// The items, by index, in merge order.
  public var items: [Int]
}

/// Builds the rules of destinations that are resources.
///
/// Source: Kuma's `resourcerules`, 2.9 to 2.14.
struct ResourceRuleBuilder {
  let references: ResourceReferences
  let policies: [Policy]

  private typealias Target = ResourceReferences.Target

  /// The items in merge order, and the rules, sorted by KRI, with indexes of those items.
  func build() -> (items: [RuleItem], rules: [ResourceRule]) {
    let entries = ResourceItems(policies, release: references.release).entries
    let items = entries.map {
      RuleItem(
        tags: [], conf: $0.item.conf, policy: $0.policy, ruleIndex: $0.ruleIndex,
        confPath: RuleItemBuilder.confPath(.to, $0.ruleIndex))
    }
    var coverage = Coverage()
    var keys: [KRI: Target] = [:]
    for (index, entry) in entries.enumerated() {
      for target in references.targets(
        of: entry.item.targetRef, in: policies[entry.policy].resource)
      {
        keys[target.key] = target
        coverage.add(target, item: index)
      }
    }
    let rules = keys.values.map {
      ResourceRule(key: $0.key, resource: $0.resource, items: coverage.items(for: $0))
    }
    return (
      items,
      rules.map { (text: $0.key.description, rule: $0) }
        .sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }.map(\.rule)
    )
  }

  /// Which items apply to a resource: those for the mesh apply to all of it, those for a service to its
  /// sections.
  private struct Coverage {
    private var ofMesh: [String: [Int]] = [:]
    private var ofResource: [KRI: [(section: String, item: Int)]] = [:]

    mutating func add(_ target: Target, item: Int) {
      if target.resource.type == "Mesh" {
        ofMesh[target.resource.name, default: []].append(item)
      } else {
        ofResource[target.base, default: []].append((target.key.section, item))
      }
    }

    func items(for target: Target) -> [Int] {
      let isMesh = target.resource.type == "Mesh"
      let all = ofMesh[isMesh ? target.resource.name : target.resource.mesh] ?? []
      if isMesh { return all }
      let isWhole = ["MeshExternalService", "MeshHTTPRoute"].contains(target.resource.type)
      var result = all
      for (section, item) in ofResource[target.base] ?? []
      where isWhole || section.isEmpty || section == target.key.section {
        if result.last != item { result.append(item) }
      }
      return result.count == all.count ? all : result.sorted()
    }
  }
}
