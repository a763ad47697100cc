import JSON
import MeshRetryCore

/// Kuma's own goldens of which policies select a proxy and what rules come of it, through the engine.
func matcherSuites(data: String) throws -> [SuiteResult] {
  let folder = "\(data)/kuma/matchers"
  var results: [SuiteResult] = []
  for (line, release) in [("2.3", Release(2, 3, 0)), ("2.14", Release(2, 14, 3))] {
    for category in YAMLFile.folders(in: "\(folder)/\(line)/matchedpolicies") {
      let path = "\(folder)/\(line)/matchedpolicies/\(category)"
      if category == "dataplane-kind" {
        results.append(try dataplaneKindSuite("\(folder)/\(line)", release))
        continue
      }
      var result = SuiteResult(
        name: "matchers \(line) \(category)", passed: 0, total: 0, failures: [])
      for id in YAMLFile.names(in: path, suffix: ".dataplane.yaml") {
        result.count(id, try check("\(path)/\(id)", category, release))
      }
      results.append(result)
    }
    results.append(try egressSuite("\(folder)/\(line)/egressmatchedpolicies", line, release))
  }
  return results
}

/// The proxy and the policies of a case, matched.
private struct MatchedCase {
  let mesh: GoldenMesh
  let dataplane: Dataplane
  let match: PolicyMatch

  init(_ dataplane: Dataplane, _ documents: [JSONNode], _ list: Policy.List, _ release: Release) {
    self.dataplane = dataplane
    mesh = GoldenMesh(documents, list: list, release: release)
    match = PolicyMatcher(
      mesh.policies, gateways: mesh.gateways, routes: mesh.routes, release: release
    ).match(dataplane)
  }

  /// The rules of some of the policies.
  func rules(_ policies: [Policy]) -> JSONValue {
    GoldenRules.value(
      RuleSet(
        policies, kind: mesh.kind, mesh.references, withNegations: mesh.kind.list == .from))
  }

  /// The rules of each inbound and gateway listener: `IP:PORT`.
  var rulesByInbound: JSONValue {
    var result = JSONObject()
    for key in match.inbounds { result[key] = rules(match.policies(ofInbound: key)) }
    for listener in match.gateway?.listeners ?? [] {
      let own = match.policies(ofPort: listener.port)
      if !own.isEmpty { result["\(dataplane.address):\(listener.port)"] = rules(own) }
    }
    return .object(result)
  }
}

private func check(_ path: String, _ category: String, _ release: Release) throws -> String? {
  guard let root = try YAMLFile("\(path).dataplane.yaml").documents.first,
    let resource = Resource(root, release: release)
  else { return "no Dataplane" }
  let golden = try YAMLFile.value("\(path).golden.yaml")
  let documents = try YAMLFile("\(path).policies.yaml").documents
  let more = (try? YAMLFile("\(path).mes.yaml").documents) ?? []
  let isFrom = category == "fromrules" || golden["ToRules"] == nil && category == "meshgateways"
  let item = MatchedCase(Dataplane(resource), documents, isFrom ? .from : .to, release)
  switch category {
  case "dataplanepolicies": return difference(inOrderOf: item.match.policies, golden)
  case "fromrules":
    return GoldenRules.difference(item.rulesByInbound, rules(byInbound: golden["Rules"]))
  case "meshgateways" where isFrom:
    return GoldenRules.difference(item.rulesByInbound, rules(byInbound: golden["Rules"]))
  case "meshgateways": return gatewayDifference(item, golden)
  default:
    let have = item.rules(item.match.policies)
    if let difference = GoldenRules.difference(have, GoldenRules.value(golden: golden["Rules"])) {
      return difference
    }
    guard golden["ResourceRules"] != nil else { return nil }
    let resources = ResourceRuleSet(
      item.match.policies, kind: item.mesh.kind,
      item.mesh.destinations(mesh: resource.mesh, more))
    return GoldenRules.difference(
      GoldenRules.value(resources),
      GoldenRules.value(goldenResources: golden["ResourceRules"]))
  }
}

private func difference(inOrderOf policies: [Policy], _ golden: JSONValue) -> String? {
  let wanted = (golden["items"]?.array ?? []).map { $0["name"] ?? .null }
  return GoldenRules.difference(.array(policies.map { .string($0.name) }), .array(wanted))
}

private func rules(byInbound golden: JSONValue?) -> JSONValue {
  .object(
    JSONObject(
      (golden?.object?.members ?? []).map { ($0.key, GoldenRules.value(golden: $0.value)) }))
}

/// Rules of each listener, and of each listener and host name; the latter's policies keep their order in
/// the store.
private func gatewayDifference(_ item: MatchedCase, _ golden: JSONValue) -> String? {
  var byListener = JSONObject()
  var byHost = JSONObject()
  for (index, listener) in (item.match.gateway?.listeners ?? []).enumerated() {
    let key = "\(item.dataplane.address):\(listener.port)"
    let names = Set(item.match.policies(ofListener: index).map(\.name))
    if names.isEmpty { continue }
    byListener[key] = item.rules(item.match.policies(ofPort: listener.port))
    byHost["\(key):\(listener.hostname)"] = item.rules(
      item.mesh.policies.filter { names.contains($0.name) })
  }
  func wanted(_ key: String) -> JSONValue {
    .object(
      JSONObject(
        (golden["ToRules"]?[key]?.object?.members ?? []).map {
          ($0.key, GoldenRules.value(golden: $0.value["Rules"]))
        }))
  }
  return GoldenRules.difference(.object(byListener), wanted("ByListener"))
    ?? GoldenRules.difference(.object(byHost), wanted("ByListenerAndHostname"))
}

/// Kind Dataplane, in every variant of zones and synchronising.
private func dataplaneKindSuite(_ folder: String, _ release: Release) throws -> SuiteResult {
  var result = SuiteResult(
    name: "matchers 2.14 dataplane-kind", passed: 0, total: 0, failures: [])
  let inputs = "\(folder)/expanded/dataplane-kind"
  for scenario in YAMLFile.folders(in: inputs) {
    for variant in YAMLFile.names(in: "\(inputs)/\(scenario)", suffix: ".dataplane.yaml") {
      let path = "\(inputs)/\(scenario)/\(variant)"
      guard let root = try YAMLFile("\(path).dataplane.yaml").documents.first,
        let resource = Resource(root, release: release)
      else { continue }
      let documents = try YAMLFile("\(path).policies.yaml").documents
      let item = MatchedCase(Dataplane(resource), documents, .from, release)
      let golden = try YAMLFile.value(
        "\(folder)/matchedpolicies/dataplane-kind/\(scenario)/\(variant).golden.yaml")
      result.count(
        "\(scenario)/\(variant)", difference(inOrderOf: item.match.policies, golden))
    }
  }
  return result
}

/// Zone egress: an ExternalService takes the place of the proxy.
private func egressSuite(
  _ folder: String, _ line: String, _ release: Release
) throws -> SuiteResult {
  var result = SuiteResult(name: "matchers \(line) egress", passed: 0, total: 0, failures: [])
  for category in YAMLFile.folders(in: folder) {
    for id in YAMLFile.names(in: "\(folder)/\(category)", suffix: ".golden.yaml") {
      let path = "\(folder)/\(category)/\(id)"
      let golden = try YAMLFile.value("\(path).golden.yaml")
      guard let root = try YAMLFile("\(path).es.yaml").documents.first,
        let service = Resource(root, release: release),
        let proxy = Resource(standing(for: service), release: release)
      else {
        result.count("\(category)/\(id)", "no ExternalService")
        continue
      }
      let documents = try YAMLFile("\(path).policies.yaml").documents
      let have =
        category == "torules"
        ? rulesOfCallers(of: service, documents, release)
        : MatchedCase(Dataplane(proxy), documents, .from, release).rulesByInbound
      result.count(
        "\(category)/\(id)",
        GoldenRules.difference(have, rules(byInbound: golden["Rules"])))
    }
  }
  return result
}

/// A Dataplane with the tags of an ExternalService.
private func standing(for service: Resource) -> JSONNode {
  let tags = service.node["tags"]?.value ?? .object(JSONObject())
  let text = JSONValue.object([
    "type": "Dataplane", "mesh": .string(service.mesh), "name": .string(service.name),
    "networking": ["address": "", "inbound": [["port": 0, "tags": tags]]],
  ]).compactText
  return (try? JSONParser(text: text).next())?.root ?? service.node
}

/// Items whose destination is the service, turned round: rules for those who call it.
private func rulesOfCallers(
  of service: Resource, _ documents: [JSONNode], _ release: Release
) -> JSONValue {
  guard let proxy = Resource(standing(for: service), release: release) else { return .null }
  let mesh = GoldenMesh(documents, release: release)
  let turned = mesh.policies.compactMap { policy -> Policy? in
    let items = policy.items.filter { item in
      let probe = Policy(resource: policy.resource, targetRef: item.targetRef, items: [])
      return !PolicyMatcher([probe], gateways: [], routes: [], release: release)
        .match(Dataplane(proxy)).policies.isEmpty
    }
    guard !items.isEmpty, let caller = policy.targetRef else { return nil }
    return Policy(
      resource: policy.resource, targetRef: policy.targetRef,
      items: items.map { .init(targetRef: caller, conf: $0.conf) })
  }
  let kind = AnyPolicy.kind(mesh.kind.type, .from)
  let ordered = PolicyMatch.sorted(turned, release: release)
  return [
    ":0": GoldenRules.value(RuleSet(ordered, kind: kind, mesh.references, withNegations: true))
  ]
}
