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
    var origins: [String: Origin] = [:]
    for index in indexes {
      let item = items[index]
      let positions = SourcePositions(in: policies[item.policy].resource.node)
      for field in item.fields {
        var origin = origin(of: field, item, positions)
        if var before = origins.removeValue(forKey: field.name) {
          // The list is handed on, not copied. The most recent one stands first in the end.
          swap(&origin.shadows, &before.shadows)
          origin.shadows.append(
            EffectiveMeshRetry.Shadowed(
              policy: before.policy, item: before.item, value: before.value, source: before.source))
        }
        origins[field.name] = origin
      }
    }
    return ConfMerge.fields(conf).compactMap { path, _ in
      let name = path.joined(separator: ".")
      return origins[name].map { origin in
        var origin = origin
        origin.shadows.reverse()
        return (name, origin)
      }
    }
  }

  private func origin(
    of field: ConfField, _ item: RuleItem, _ positions: SourcePositions?
  ) -> Origin {
    let policy = policies[item.policy]
    var source: SourceLocation?
    if let positions {
      let path = field.path.reduce(item.confPath) { $0.key($1) }
      source = positions[path] ?? positions[path.asWritten(in: policy.resource.node)]
    }
    return Origin(
      value: field.value, policy: policy.name, item: item.ruleIndex, source: source?.text)
  }
}

/// A field of a conf.
struct ConfField: Sendable {
  /// `http.numRetries` and the like.
  var name: String
  /// The keys on the way to it.
  var path: [String]
  /// The value.
  var value: JSONValue

  /// The fields of a conf, in order.
  static func all(_ conf: JSONValue) -> [ConfField] {
    ConfMerge.fields(conf).map {
      ConfField(name: $0.path.joined(separator: "."), path: $0.path, value: $0.value)
    }
  }
}
