import JSON
import MeshRetryCore

/// Rules in the form of Kuma's golden files, cut to what rules are made of.
enum GoldenRules {
  /// Rules as the engine has them.
  static func value(_ set: RuleSet) -> JSONValue {
    .array(
      set.rules.map { rule in
        [
          "Conf": rule.conf,
          "Origin": .array(rule.origin.map { .string(set.policies[$0].name) }),
          "Subset": .array(
            rule.matchers.map {
              ["Key": .string($0.key), "Not": .bool($0.not), "Value": .string($0.value)]
            }),
        ]
      })
  }

  /// Rules of a golden file; durations are compared in one form.
  static func value(golden: JSONValue?) -> JSONValue {
    .array(
      (golden?.array ?? []).map { rule in
        [
          "Conf": AnyPolicy.stored(rule["Conf"] ?? .null),
          "Origin": .array((rule["Origin"]?.array ?? []).map { $0["name"] ?? .null }),
          "Subset": .array(rule["Subset"]?.array ?? []),
        ]
      })
  }

  /// Rules by resource as the engine has them.
  static func value(_ set: ResourceRuleSet) -> JSONValue {
    .object(
      JSONObject(
        set.rules.map { rule in
          var seen = Set<String>()
          let origin = rule.items.compactMap { index -> JSONValue? in
            let item = set.items[index]
            let name = set.policies[item.policy].name
            guard seen.insert("\(name) \(item.ruleIndex)").inserted else { return nil }
            return ["Name": .string(name), "RuleIndex": .integer(item.ruleIndex)]
          }
          return (
            rule.key.description,
            [
              "Conf": .array(rule.confs), "Origin": .array(origin),
              "ResourceSectionName": .string(rule.key.section),
            ]
          )
        }))
  }

  /// Rules by resource of a golden file.
  static func value(goldenResources golden: JSONValue?) -> JSONValue {
    .object(
      JSONObject(
        (golden?.object?.members ?? []).map { key, rule in
          let origin = (rule["Origin"]?.array ?? []).map { origin -> JSONValue in
            let meta = origin["Resource"]
            return [
              "Name": meta?["Name"] ?? meta?["name"] ?? .null,
              "RuleIndex": origin["RuleIndex"] ?? .null,
            ]
          }
          return (
            key,
            [
              "Conf": .array((rule["Conf"]?.array ?? []).map { AnyPolicy.stored($0) }),
              "Origin": .array(origin),
              "ResourceSectionName": rule["ResourceSectionName"] ?? "",
            ]
          )
        }))
  }

  /// Nil when both are equal, else both.
  static func difference(_ have: JSONValue, _ wanted: JSONValue) -> String? {
    have == wanted ? nil : "\(have.compactText) FOR \(wanted.compactText)"
  }
}

/// The resources of a case, sorted into what the engine takes.
struct GoldenMesh {
  let release: Release
  let resources: [Resource]
  let kind: PolicyKind
  let policies: [Policy]
  let routes: [MeshHTTPRoute]
  let gateways: [MeshGateway]

  private static let helpers: Set<String> = [
    "Mesh", "Dataplane", "MeshGateway", "MeshService", "MeshExternalService",
    "MeshMultiZoneService", "ExternalService", "MeshHTTPRoute",
  ]

  /// The resources of some documents; the policies are of the kind that is no helper.
  init(
    _ documents: [JSONNode], list: Policy.List = .to, release: Release,
    isPolicy: (Resource) -> Bool = { _ in true }
  ) {
    self.release = release
    let resources = documents.compactMap { Resource($0, release: release) }
    self.resources = resources
    let type =
      resources.first { !Self.helpers.contains($0.type) && isPolicy($0) }?.type ?? "MeshHTTPRoute"
    let kind = AnyPolicy.kind(type, list)
    self.kind = kind
    policies = resources.filter { $0.type == type && isPolicy($0) }.compactMap {
      AnyPolicy.read($0, kind, release)
    }
    routes = resources.filter { $0.type == "MeshHTTPRoute" }.map {
      MeshHTTPRoute($0, release: release)
    }
    gateways = resources.filter { $0.type == "MeshGateway" }.map { MeshGateway($0) }
  }

  var references: RouteReferences { RouteReferences(routes, release: release) }

  /// The resources of a mesh, for rules by resource.
  func destinations(mesh name: String, _ more: [JSONNode] = []) -> ResourceReferences {
    var collection = MeshCollection(release: release)
    for resource in resources + more.compactMap({ Resource($0, release: release) }) {
      collection.add(resource)
    }
    collection.finish()
    return ResourceReferences(
      collection.meshes[name] ?? MeshSnapshot(name: name), release: release)
  }
}
