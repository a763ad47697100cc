import JSON

/// Tells for every field of a merged conf which item set it, and what it took the place of.
struct FieldOrigins {
  let policies: [Policy]
  let items: [RuleItem]

  private typealias Origin = EffectiveMeshRetry.FieldOrigin

  /// The fields of the conf merged of those items, in the conf's order.
  func fields(
    of conf: JSONValue, items indexes: [Int]
  ) -> [(path: String, origin: EffectiveMeshRetry.FieldOrigin)] {
    var origins: [[String]: Origin] = [:]
    for index in indexes {
      for (path, value) in ConfMerge.fields(items[index].conf) {
        let before = origins.removeValue(forKey: path)
        var origin = self.origin(of: value, path, items[index])
        if let before {
          let shadow = EffectiveMeshRetry.Shadowed(
            policy: before.policy, item: before.item, value: before.value, source: before.source)
          // The most recent one stands first in the end.
          origin.shadows = before.shadows
          origin.shadows.append(shadow)
        }
        origins[path] = origin
      }
    }
    return ConfMerge.fields(conf).compactMap { path, _ in
      origins[path].map { origin in
        var origin = origin
        origin.shadows.reverse()
        return (path.joined(separator: "."), origin)
      }
    }
  }

  private func origin(of value: JSONValue, _ path: [String], _ item: RuleItem) -> Origin {
    let policy = policies[item.policy]
    let place = path.reduce(item.confPath) { $0.key($1) }
    let source = SourcePositions(in: policy.resource.node)?[place]
    return Origin(
      value: value, policy: policy.name, item: item.ruleIndex, source: source?.text)
  }
}
