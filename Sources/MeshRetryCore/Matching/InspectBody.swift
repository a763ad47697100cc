import JSON

/// The rules of one policy kind for a proxy, as the inspect API shows them.
public struct InspectedRules: Sendable {
  let kind: PolicyKind
  let byTags: RuleSet
  let byResource: ResourceRuleSet?
  let warnings: [String]

  /// The rules of matched policies.
  public init(
    _ match: PolicyMatch, kind: PolicyKind, _ routes: RouteReferences,
    _ resources: ResourceReferences?
  ) {
    self.kind = kind
    byTags = RuleSet(match.policies, kind: kind, routes)
    byResource = resources.map { ResourceRuleSet(match.policies, kind: kind, $0) }
    var warnings = match.unresolved.map { $0.warning(routes.release) }
    if let failure = byTags.failure { warnings.append("couldn't create To rules: \(failure)") }
    self.warnings = warnings
  }

  var isEmpty: Bool {
    byTags.rules.isEmpty && (byResource?.rules.isEmpty ?? true)
  }
}

/// The body of Kuma's inspect API for a proxy: `GET /meshes/{mesh}/dataplanes/{name}/_rules`, up to 2.5
/// `…/rules`.
///
/// Source: Kuma's `inspect_endpoints.go` of each release. Where Kuma's order is that of a map, it is by
/// name and then by KRI here.
public struct InspectBody {
  let release: Release
  let mesh: MeshSnapshot

  /// Bodies for the proxies of a mesh.
  public init(_ mesh: MeshSnapshot, release: Release) {
    self.mesh = mesh
    self.release = release
  }

  /// The body for a proxy, or for the MeshGateway that it stands for.
  public func value(
    of dataplane: Dataplane, shownAs resource: Resource? = nil, _ rules: [InspectedRules],
    routes: [MeshHTTPRoute]
  ) -> JSONValue {
    guard release.has(.inspectRulesOfProxy) else {
      return DestinationSubsets(release: release).body(dataplane, rules)
    }
    return [
      "httpMatches": matches(of: routes),
      "resource": meta(resource ?? dataplane.resource),
      "rules": .array(rules.filter { !$0.isEmpty }.map(entry)),
    ]
  }

  // MARK: Rules

  private func entry(_ rules: InspectedRules) -> JSONValue {
    var object: JSONObject = ["fromRules": []]
    if release.has(.inspectInboundRules) { object["inboundRules"] = [] }
    if let resources = rules.byResource { object["toResourceRules"] = toResourceRules(resources) }
    let isExclusive =
      release.has(.resourceRules)
      && mesh.mesh?.body["meshServices"]?["mode"]?.hasText("Exclusive") ?? false
    object["toRules"] = isExclusive ? [] : toRules(rules.byTags)
    object["type"] = .string(rules.kind.type)
    object["warnings"] = .array(rules.warnings.map(JSONValue.string))
    return .object(object)
  }

  private func toRules(_ set: RuleSet) -> JSONValue {
    .array(
      set.rules.map { rule in
        [
          "conf": ConfOrder.ordered(rule.conf),
          "matchers": .array(
            rule.matchers.map {
              ["key": .string($0.key), "not": .bool($0.not), "value": .string($0.value)]
            }),
          "origin": .array(rule.origin.map { meta(set.policies[$0].resource) }),
        ]
      })
  }

  private func toResourceRules(_ set: ResourceRuleSet) -> JSONValue {
    let rules = set.rules.sorted { a, b in
      let (first, second) = (a.resource?.name ?? "", b.resource?.name ?? "")
      return first != second && first.utf8.lexicographicallyPrecedes(second.utf8)
    }
    return .array(
      rules.map { rule in
        [
          "conf": .array(rule.confs.map(ConfOrder.ordered)),
          "origin": .array(
            rule.items.map { index in
              let item = set.items[index]
              return [
                "resourceMeta": meta(set.policies[item.policy].resource),
                "ruleIndex": .integer(item.ruleIndex),
              ]
            }),
          "resourceMeta": rule.resource.map(meta) ?? .null,
          "resourceSectionName": .string(rule.key.section),
        ]
      })
  }

  // MARK: Resources

  /// What identifies a resource.
  public func meta(_ resource: Resource) -> JSONValue {
    var object = JSONObject()
    if release.has(.inspectLabels) {
      object["labels"] = .object(
        JSONObject(resource.labels.sorted.map { (key: $0.key, value: .string($0.value)) }))
    }
    object["mesh"] = .string(resource.mesh)
    object["name"] = .string(resource.name)
    object["type"] = .string(resource.type)
    return .object(object)
  }

  /// The matches of all rules of routes, each once, by hash.
  private func matches(of routes: [MeshHTTPRoute]) -> JSONValue {
    var known: [String: JSONValue] = [:]
    for route in routes {
      for item in route.resource.body["to"]?.elements.map({ $0 }) ?? [] {
        for rule in item["rules"]?.elements.map({ $0 }) ?? [] {
          let matches = rule["matches"]
          known[MatchesHash.hash(of: matches)] = matches?.value ?? []
        }
      }
    }
    return .array(
      known.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
        ["hash": .string($0.key), "match": $0.value]
      })
  }
}

/// Confs with their members in the order of Kuma's structs, whatever the order of merging was.
enum ConfOrder {
  private static let keys = [
    "tcp", "http", "grpc", "maxConnectAttempt", "numRetries", "perTryTimeout", "backOff",
    "rateLimitedBackOff", "retryOn", "retriableResponseHeaders", "retriableRequestHeaders",
    "hostSelection", "hostSelectionMaxAttempts", "resetHeaders", "baseInterval", "maxInterval",
  ]
  private static let places = Dictionary(
    keys.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { $1 })

  /// The conf in order; members of other kinds stay where they are, at the end.
  static func ordered(_ conf: JSONValue) -> JSONValue {
    guard let object = conf.object else { return conf }
    let members = object.members.enumerated().sorted { a, b in
      let (first, second) = (
        places[a.element.key] ?? keys.count, places[b.element.key] ?? keys.count
      )
      return first == second ? a.offset < b.offset : first < second
    }
    return .object(
      JSONObject(members.map { (key: $0.element.key, value: ordered($0.element.value)) }))
  }
}
