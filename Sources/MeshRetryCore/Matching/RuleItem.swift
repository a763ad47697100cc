import JSON

/// An item of a matched policy on its way into rules.
public struct RuleItem: Sendable {
  /// The tags that a destination must have; empty for the whole mesh.
  public var tags: [(key: String, value: String)]
  /// The conf.
  public let conf: JSONValue
  /// The fields of the conf.
  let fields: [ConfField]
  /// The policy, by its place in the list of matched policies.
  public var policy: Int
  /// The index in the policy's `to`.
  public var ruleIndex: Int
  /// The path of the conf in the policy's document.
  public var confPath: FieldPath

  /// An item.
  public init(
    tags: [(key: String, value: String)], conf: JSONValue, policy: Int, ruleIndex: Int,
    confPath: FieldPath
  ) {
    self.tags = tags
    self.conf = conf
    fields = ConfField.all(conf)
    self.policy = policy
    self.ruleIndex = ruleIndex
    self.confPath = confPath
  }
}

/// Turns matched policies into items keyed by tags.
///
/// Source: Kuma's `rules.BuildToList` and `asSubset`, 2.2 to 2.14.
struct RuleItemBuilder {
  let references: RouteReferences
  var list = Policy.List.to

  private var release: Release { references.release }

  /// Why items cannot be made.
  struct Unrepresentable: Error {
    var message: String
  }

  /// The items of the policies in their order.
  func items(_ policies: [Policy]) throws(Unrepresentable) -> [RuleItem] {
    let leavesForRoutes = list == .to && release.has(.toMeshHTTPRoute)
    var result: [RuleItem] = []
    for (index, policy) in policies.enumerated() {
      // A policy for routes leaves the rules by tags altogether.
      if leavesForRoutes,
        policy.items.contains(where: { $0.targetRef.kind == TargetKind.meshHTTPRoute.rawValue })
      {
        continue
      }
      let ref = policy.effectiveTargetRef(release)
      if list == .to, ref.kind == TargetKind.meshHTTPRoute.rawValue {
        guard let route = references.route(ref, of: policy.resource) else { continue }
        result += routeItems(policy, index, route)
      } else {
        result += try directItems(policy, index)
      }
    }
    return result
  }

  private func directItems(
    _ policy: Policy, _ index: Int
  ) throws(Unrepresentable) -> [RuleItem] {
    var result: [RuleItem] = []
    for (ruleIndex, item) in policy.items.enumerated() {
      guard let tags = tags(item.targetRef) else {
        if list == .to, release.has(.rulesOfSupportedKindsOnly) { continue }
        throw Unrepresentable(message: "can't represent \(item.targetRef.kind) as tags")
      }
      result.append(
        RuleItem(
          tags: tags, conf: item.conf, policy: index, ruleIndex: ruleIndex,
          confPath: Self.confPath(list, ruleIndex)))
    }
    return result
  }

  /// The tags that stand for a destination; nil for kinds that tags cannot express.
  private func tags(_ ref: TargetRef) -> [(key: String, value: String)]? {
    let service = [(key: LabelKey.service, value: ref.name ?? "")]
    switch TargetKind(rawValue: ref.kind) {
    case .mesh: return []
    case .meshSubset: return Self.ordered(ref.tags?.entries ?? [])
    case .meshService: return service
    case .meshServiceSubset: return Self.ordered(service + (ref.tags?.entries ?? []))
    default: return nil
    }
  }

  /// Every item of the policy, for every rule of every item of the route.
  private func routeItems(_ policy: Policy, _ index: Int, _ route: MeshHTTPRoute) -> [RuleItem] {
    var result: [RuleItem] = []
    for destination in route.to {
      let isWholeMesh =
        destination.targetRef.kind == TargetKind.mesh.rawValue
        || destination.targetRef.kind == TargetKind.meshSubset.rawValue
      for hash in destination.matchesHashes {
        var tags = [(key: LabelKey.routeMatches, value: hash)]
        if !(isWholeMesh && release.has(.routeMatchSubsets)) {
          tags.append((LabelKey.service, destination.targetRef.name ?? ""))
        }
        for (itemIndex, item) in policy.items.enumerated() {
          result.append(
            RuleItem(
              tags: Self.ordered(tags), conf: item.conf, policy: index,
              ruleIndex: result.count, confPath: Self.confPath(list, itemIndex)))
        }
      }
    }
    return result
  }

  static func confPath(_ list: Policy.List, _ index: Int) -> FieldPath {
    FieldPath("spec").key(list.rawValue).index(index).key("default")
  }

  private static func ordered(
    _ tags: [(key: String, value: String)]
  ) -> [(key: String, value: String)] {
    tags.sorted {
      $0.key == $1.key
        ? $0.value.utf8.lexicographicallyPrecedes($1.value.utf8)
        : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }
  }
}
