import JSON

/// The body of the inspect API up to 2.5: the rule of each destination of a proxy.
///
/// Source: Kuma's `inspect_endpoints.go`, 2.3 to 2.5. Unlike the plugin it looks rules up by all tags of an
/// outbound.
struct DestinationSubsets {
  let release: Release

  func body(_ dataplane: Dataplane, _ rules: [InspectedRules]) -> JSONValue {
    let items = destinations(of: dataplane).flatMap { destination in
      rules.compactMap { item(destination, $0) }
    }
    let sorted = items.sorted { a, b in
      let (first, second) = (a["name"]?.string ?? "", b["name"]?.string ?? "")
      return first != second && first.utf8.lexicographicallyPrecedes(second.utf8)
    }
    return [
      "total": .integer(sorted.count), "items": sorted.isEmpty ? .null : .array(sorted),
    ]
  }

  /// Outbounds with the same tags.
  private struct Cluster {
    var name: String
    var service: String
    var tags: StringMap
    var addresses: [String] = []
  }

  private func item(_ destination: Cluster, _ rules: InspectedRules) -> JSONValue? {
    let tags = Dictionary(
      destination.tags.entries.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    guard let rule = rules.byTags.rule(for: tags) else { return nil }
    // Of several negated values of one key the last one shows.
    var subset: [String: String] = [:]
    for matcher in rule.matchers { subset[matcher.key] = (matcher.not ? "!" : "") + matcher.value }
    return [
      "type": "DestinationSubset", "name": .string(destination.name),
      "addresses": .array(destination.addresses.map(JSONValue.string)),
      "service": .string(destination.service), "tags": Self.object(destination.tags),
      "policyType": .string(rules.kind.type),
      "subset": Self.object(StringMap(subset.map { ($0.key, $0.value) })),
      "conf": ConfOrder.ordered(rule.conf),
      "origins": .array(
        rule.origin.map { index in
          let policy = rules.byTags.policies[index]
          return ["mesh": .string(policy.resource.mesh), "name": .string(policy.name)]
        }),
    ]
  }

  private func destinations(of dataplane: Dataplane) -> [Cluster] {
    var clusters: [Cluster] = []
    for outbound in dataplane.outbounds where outbound.backendRef == nil {
      let service = outbound.service ?? ""
      var tags = outbound.tags
      if tags.isEmpty { tags = StringMap([(LabelKey.service, service)]) }
      let name = Self.name(service, tags)
      let address = "\(outbound.address):\(outbound.port)"
      if let known = clusters.firstIndex(where: { $0.name == name }) {
        if !clusters[known].addresses.contains(address) {
          clusters[known].addresses.append(address)
        }
      } else {
        clusters.append(
          Cluster(name: name, service: service, tags: tags, addresses: [address]))
      }
    }
    return clusters
  }

  /// The service, and when there are more tags a hash of all of them.
  private static func name(_ service: String, _ tags: StringMap) -> String {
    guard tags.entries.count > 1 else { return service }
    let text = tags.sorted.map { $0.key + $0.value }.joined()
    let digits = SHA256.digest(Array(text.utf8)).prefix(8).map { byte in
      let hex = String(byte, radix: 16)
      return hex.count == 1 ? "0" + hex : hex
    }
    return service + "-" + digits.joined()
  }

  private static func object(_ map: StringMap) -> JSONValue {
    .object(JSONObject(map.sorted.map { (key: $0.key, value: .string($0.value)) }))
  }
}
