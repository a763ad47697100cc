import Foundation
import JSON
import MeshRetryCore

/// Kuma's own goldens of the inspect API: the parts that come of `to` lists, of every policy kind.
func inspectSuites(data: String) throws -> [SuiteResult] {
  let folder = "\(data)/kuma/inspect"
  let (old, new) = (Release(2, 3, 0), Release(2, 14, 3))
  return [
    try suite("inspect 2.3", "\(folder)/2.3", old),
    try suite("inspect dataplanes/_rules", "\(folder)/2.14/dataplanes/_rules", new),
    try suite("inspect meshgateways/_rules", "\(folder)/2.14/meshgateways/_rules", new),
    try suite("inspect outbounds/_policies", "\(folder)/2.14/dataplanes/_policies/outbounds", new),
    try suite("inspect routes/_policies", "\(folder)/2.14/dataplanes/_policies/routes", new),
    try suite(
      "inspect _resources/dataplanes", "\(folder)/2.14/policies/_resources/dataplanes", new),
  ]
}

private func suite(_ name: String, _ folder: String, _ release: Release) throws -> SuiteResult {
  var result = SuiteResult(name: name, passed: 0, total: 0, failures: [])
  for id in YAMLFile.names(in: folder, suffix: ".input.yaml") {
    let file = try YAMLFile("\(folder)/\(id).input.yaml")
    guard let request = InspectRequest(file.text), request.status == 200 else { continue }
    let text = try String(contentsOfFile: "\(folder)/\(id).golden.json", encoding: .utf8)
    let golden = try JSONParser(text: text).next()?.root.value ?? .null
    let store = InspectedStore(file.documents, mesh: request.path[1], release)
    if let difference = store.difference(request, golden) {
      if difference.isEmpty { continue }
      result.count(id, difference)
    } else {
      result.count(id, nil)
    }
  }
  return result
}

/// The request of a case: `#/meshes/default/dataplanes/dp-1/_rules?name=x 200`.
private struct InspectRequest {
  var path: [String]
  var query: [String: String]
  var status: Int

  init?(_ text: String) {
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("#/meshes/") }) else {
      return nil
    }
    let words = line.dropFirst(2).split(separator: " ")
    let parts = words[0].split(separator: "?")
    path = parts[0].split(separator: "/").map(String.init)
    query = [:]
    for pair in parts.dropFirst().joined().split(separator: "&") {
      let sides = pair.split(separator: "=", omittingEmptySubsequences: false)
      query[String(sides[0])] = String(sides.last ?? "")
    }
    status = words.count > 1 ? Int(words[1]) ?? 0 : 0
  }
}

/// What is in the store of a case.
private struct InspectedStore {
  let release: Release
  let mesh: MeshSnapshot
  let resources: [Resource]
  let kinds: [PolicyKind]

  private static let others: Set<String> = [
    "Mesh", "Dataplane", "MeshGateway", "MeshService", "MeshExternalService",
    "MeshMultiZoneService", "ExternalService",
  ]

  init(_ documents: [JSONNode], mesh name: String, _ release: Release) {
    self.release = release
    resources = documents.compactMap { Resource($0, release: release) }
    var collection = MeshCollection(release: release)
    for resource in resources { collection.add(resource) }
    collection.finish()
    mesh = collection.meshes[name] ?? MeshSnapshot(name: name)
    let types = resources.filter {
      !Self.others.contains($0.type) && $0.body["targetRef"] != nil || $0.body["to"] != nil
    }
    kinds = Set(types.map(\.type)).sorted().map { AnyPolicy.kind($0) }
  }

  /// What differs from the golden body; nil for nothing, empty for what is not run.
  func difference(_ request: InspectRequest, _ golden: JSONValue) -> String? {
    let path = request.path
    switch path[2] {
    case "dataplanes" where path.last == "_policies":
      return GoldenRules.difference(policies(path), stored(golden))
    case "dataplanes":
      guard let dataplane = mesh.dataplanes.first(where: { $0.resource.name == path[3] }) else {
        return "no Dataplane"
      }
      return rules(dataplane, nil, golden)
    case "meshgateways":
      guard let gateway = mesh.gateways.first(where: { $0.resource.name == path[3] }),
        let dataplane = proxy(of: gateway)
      else { return "no MeshGateway" }
      return rules(dataplane, gateway.resource, golden)
    default: return reach(request, golden)
    }
  }

  // MARK: Rules

  private func matcher(_ kind: PolicyKind) -> PolicyMatcher {
    PolicyMatcher(
      policies(kind), gateways: mesh.gateways, routes: mesh.routes, release: release)
  }

  private func policies(_ kind: PolicyKind) -> [Policy] {
    resources.filter { $0.type == kind.type && $0.mesh == mesh.name }.sorted { $0.name < $1.name }
      .compactMap { AnyPolicy.read($0, kind, release) }
  }

  private var references: ResourceReferences? {
    release.has(.resourceRules) ? ResourceReferences(mesh, release: release) : nil
  }

  private func rules(
    _ dataplane: Dataplane, _ shownAs: Resource?, _ golden: JSONValue
  ) -> String? {
    let lists = kinds.filter { kind in
      resources.contains { $0.type == kind.type && $0.body["to"] != nil }
    }
    let routes = RouteReferences(mesh.routes, release: release)
    let have = InspectBody(mesh, release: release).value(
      of: dataplane, shownAs: shownAs,
      lists.map { InspectedRules(matcher($0).match(dataplane), kind: $0, routes, references) },
      routes: mesh.routes.filter { route in
        matcher(AnyPolicy.kind("MeshHTTPRoute")).match(dataplane).policies.contains {
          $0.name == route.resource.name
        }
      })
    return GoldenRules.difference(cut(have), cut(golden))
  }

  /// What comes of `to` lists.
  private func cut(_ body: JSONValue) -> JSONValue {
    guard var object = body.object else { return body }
    if release.has(.inspectRulesOfProxy) {
      object["rules"] = .array(
        (object["rules"]?.array ?? []).compactMap { rule in
          guard var rule = rule.object else { return nil }
          for key in ["fromRules", "inboundRules", "proxyRule"] { rule[key] = nil }
          let lists = ["toRules", "toResourceRules", "warnings"]
          return lists.allSatisfy { rule[$0]?.array?.isEmpty ?? true } ? nil : .object(rule)
        })
    } else {
      let items = (object["items"]?.array ?? []).filter { $0["type"] == "DestinationSubset" }
      object["items"] = .array(items)
      object["total"] = nil
    }
    return .object(object)
  }

  /// A proxy as the API makes it up for a MeshGateway.
  private func proxy(of gateway: MeshGateway) -> Dataplane? {
    let tags = gateway.selectors.first?.entries ?? []
    var networking: JSONObject = ["address": ""]
    networking["gateway"] = [
      "type": "BUILTIN",
      "tags": .object(JSONObject(tags.map { (key: $0.key, value: .string($0.value)) })),
    ]
    let text = JSONValue.object([
      "type": "Dataplane", "mesh": .string(mesh.name),
      "name": .string(gateway.resource.name), "networking": .object(networking),
      "labels": .object(
        JSONObject(gateway.resource.labels.entries.map { ($0.key, .string($0.value)) })),
    ]).compactText
    guard let root = (try? JSONParser(text: text).next())?.root else { return nil }
    return Resource(root, release: release).map { Dataplane($0) }
  }

  // MARK: Destinations

  /// `_outbounds/{kri}/_policies` and `_outbounds/{kri}/_routes/{kri}/_policies`.
  private func policies(_ path: [String]) -> JSONValue {
    guard let dataplane = mesh.dataplanes.first(where: { $0.resource.name == path[3] }),
      let references
    else { return .null }
    let outbound = path.firstIndex(of: "_outbounds").map { path[$0 + 1] } ?? ""
    let route = path.firstIndex(of: "_routes").map { path[$0 + 1] }
    let whole =
      outbound.split(separator: "_", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "_") + "_"
    let keys = [route, outbound, whole, "kri_m____\(mesh.name)_"].compactMap { $0 }
    // Routes are no policies to this part of the API.
    let entries = kinds.filter { $0.type != "MeshHTTPRoute" }.compactMap { kind -> JSONValue? in
      let set = ResourceRuleSet(
        matcher(kind).match(dataplane).policies, kind: kind, references)
      let found = keys.compactMap { key in
        set.rules.first { $0.key.description == key }
      }.first
      guard let rule = found else { return nil }
      return [
        "conf": .array(rule.confs), "kind": .string(kind.type),
        "origins": .array(
          rule.items.map {
            ["kri": .string(KRI(set.policies[set.items[$0].policy].resource).description)]
          }),
      ]
    }
    return [
      "policies": .array(entries.sorted { ($0["kind"]?.string ?? "") > ($1["kind"]?.string ?? "") })
    ]
  }

  private func stored(_ golden: JSONValue) -> JSONValue {
    let entries = golden["policies"]?.array ?? []
    return [
      "policies": .array(
        entries.sorted { ($0["kind"]?.string ?? "") > ($1["kind"]?.string ?? "") })
    ]
  }

  // MARK: Reach

  /// Which proxies a policy selects.
  private func reach(_ request: InspectRequest, _ golden: JSONValue) -> String? {
    let type = resources.map(\.type).first {
      "\($0.lowercased())s" == request.path[2]
        || "\($0.lowercased().dropLast())ies" == request.path[2]
    }
    // Legacy policies and services are not matched by targetRefs.
    guard let type,
      let policy = resources.first(where: { $0.type == type && $0.name == request.path[3] }),
      policy.body["targetRef"] != nil || policy.body["to"] != nil
    else { return "" }
    guard !["MeshService", "ProxyTemplate", "MeshGatewayRoute"].contains(type) else { return "" }
    let matcher = matcher(AnyPolicy.kind(type))
    var names = mesh.dataplanes.filter { dataplane in
      matcher.match(dataplane).policies.contains { $0.name == policy.name }
    }.map(\.resource.name).sorted()
    if let filter = request.query["name"] { names = names.filter { $0.contains(filter) } }
    let total = names.count
    if let offset = request.query["offset"].flatMap(Int.init) {
      names = Array(names.dropFirst(offset))
    }
    if let size = request.query["size"].flatMap(Int.init) { names = Array(names.prefix(size)) }
    let wanted = (golden["items"]?.array ?? []).map {
      $0["name"] ?? $0["dataplane"]?["name"] ?? .null
    }
    return GoldenRules.difference(
      ["total": .integer(total), "names": .array(names.map(JSONValue.string))],
      ["total": golden["total"] ?? .null, "names": .array(wanted)])
  }
}
