import Foundation
import JSON
import MeshRetryCore
import YAML

/// Kuma's plugin goldens: each case's rules, set in the resource as it was before.
func goldenSuite(_ data: String, line: String, _ release: Release) throws -> SuiteResult {
  let folder = "\(data)/kuma/meshretry/\(line)/plugin-cases"
  var result = SuiteResult(name: "envoy goldens \(line)", passed: 0, total: 0, failures: [])
  let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  for file in files.sorted() where file.hasSuffix(".case.yaml") {
    guard let document = try yaml("\(folder)/\(file)") else { continue }
    let proxy = try proxy(GoldenCase(document).effective(release))
    for (part, input) in document["input"]?.object?.members ?? [] {
      guard let golden = document["golden"]?[part]?.string, let input = input.string,
        let before = try yaml("\(folder)/\(input)"), let after = try yaml("\(folder)/\(golden)")
      else { continue }
      result.total += 1
      let written = try applied(proxy, to: before)
      if written == after {
        result.passed += 1
      } else {
        result.failures.append("\(file) \(part): \(written.compactText)")
      }
    }
  }
  return result
}

/// Configurations of a running control plane: without their policies, and set again.
func configDumpSuite(_ data: String) throws -> SuiteResult {
  let folder = "\(data)/kuma/meshretry/2.14/e2e/envoyconfig"
  var result = SuiteResult(name: "envoy config dumps 2.14", passed: 0, total: 0, failures: [])
  for name in ["no-policies", "outbound", "outbound-mix", "outbound-route"] {
    for proxyName in ["demo-client", "test-server"] {
      let path = "\(folder)/\(name).\(proxyName).golden.json"
      guard let golden = try DataFile.lines(path)?.first?["xds"]?.value else { continue }
      let document = try effective(policies: "\(folder)/\(name).input.yaml")
      result.total += 1
      if try applied(proxy(document), to: withoutPolicies(golden)) == golden {
        result.passed += 1
      } else {
        result.failures.append("\(name).\(proxyName)")
      }
    }
  }
  return result
}

/// Envoy's verdicts about whole configurations: refused or not, and for the same reason.
func verdictSuite(_ data: String) throws -> SuiteResult {
  try DataFile.suite("envoy verdicts", "\(data)/envoy/validate.jsonl") { record in
    let number = record["i"]?.number?.integer(as: Int.self) ?? -1
    let name = String(repeating: "0", count: max(0, 3 - String(number).count)) + String(number)
    let path = "\(data)/envoy/corpus/\(name).json"
    // Two cases are not JSON.
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let isRefused = record["rc"]?.number?.integer(as: Int.self) != 0
    guard let root = try? DataFile.lines(path)?.first else {
      return isRefused ? nil : "unreadable"
    }
    let texts = ConfigCheck(bootstrap: root).problems.map(\.text)
    if texts.isEmpty { return isRefused ? "not refused" : nil }
    if !isRefused { return "refused: \(texts)" }
    let words = (record["msg"]?.string ?? "").split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    // Where the text itself is wrong Envoy's words are protobuf's, which change from run to run.
    return texts.contains { $0.hasPrefix("invalid JSON") || words.contains($0) }
      ? nil : "\(texts) is not in: \(words.suffix(200))"
  }
}

/// The rules of a plugin case as a document of mr-match.
private struct GoldenCase {
  let document: JSONValue

  init(_ document: JSONValue) { self.document = document }

  func effective(_ release: Release) -> JSONValue {
    let gatewayRules = document["gatewayToRulesByListener"]?[0]?["rules"]
    let rules = (document["toRules"] ?? gatewayRules)?.array ?? []
    var effective = emptyEffective(release)
    effective["toRules"] = .array(
      rules.map { rule in
        let matchers = (rule["subset"]?.array ?? []).map { tag -> JSONValue in
          ["key": tag["key"] ?? "", "value": tag["value"] ?? "", "not": tag["not"] ?? false]
        }
        return ["matchers": .array(matchers), "conf": rule["conf"] ?? .null, "origin": []]
      })
    let resourceRules = document["resourceRules"]?.array ?? []
    effective["toResourceRules"] = .array(resourceRules)
    if document["kind"]?.string == "builtin-gateway" {
      effective["gatewayListeners"] = gatewayListeners(rules)
    } else {
      effective["outbounds"] = [outbound(rules, resourceRules)]
    }
    return .object(effective)
  }

  private func outbound(_ rules: [JSONValue], _ resourceRules: [JSONValue]) -> JSONValue {
    let listener = document["listenerUnderTest"] ?? .null
    let service = listener["outboundService"]
    let own = resourceRules.first { $0["kri"]?.string?.hasPrefix("kri_mhttpr_") == false }
    let rule = rules.first { rule in
      (rule["subset"]?.array ?? []).allSatisfy {
        $0["key"] == "kuma.io/service" && $0["value"] == service
      }
    }
    return [
      "address": listener["address"] ?? .null, "port": listener["port"] ?? .null,
      "service": own == nil ? service ?? .null : .null, "resource": own?["kri"] ?? .null,
      "protocol": listener["protocol"] ?? .null, "section": listener["protocol"] ?? .null,
      "conf": (own ?? rule)?["conf"] ?? .null, "origin": [],
    ]
  }

  private func gatewayListeners(_ rules: [JSONValue]) -> JSONValue {
    let listeners = document["meshGateway"]?["conf"]?["listeners"]?.array ?? []
    let conf = rules.first { $0["subset"]?.array?.isEmpty ?? true }?["conf"]
    return .array(
      listeners.map { listener in
        let section = JSONValue.optional(listener["protocol"]?.string?.lowercased())
        return [
          "port": listener["port"] ?? .null, "protocol": section, "section": section,
          "conf": conf ?? .null, "origin": [],
        ]
      })
  }
}

private func emptyEffective(_ release: Release) -> JSONObject {
  [
    "kind": "EffectiveMeshRetry", "version": 1, "release": .string(release.description),
    "mesh": "default", "dataplane": "proxy",
  ]
}

/// What the policies of a config dump come to for the service `test-server`: items to Mesh first, then
/// those to the service; a route has its own.
private func effective(policies path: String) throws -> JSONValue {
  var toService = JSONObject()
  var routes: [JSONValue] = []
  let items = try documents(path).filter { $0["type"] == "MeshRetry" }
    .flatMap { $0["spec"]?["to"]?.array ?? [] }
  for kind in ["Mesh", "MeshService"] {
    for item in items where item["targetRef"]?["kind"]?.string == kind {
      for (key, value) in item["default"]?["http"]?.object?.members ?? [] {
        toService[key] = value
      }
    }
  }
  for item in items where item["targetRef"]?["kind"] == "MeshHTTPRoute" {
    let name = item["targetRef"]?["name"]?.string ?? ""
    routes.append([
      "kri": .string("kri_mhttpr_envoyconfig_kuma-3__\(name)_"), "conf": item["default"] ?? .null,
      "origin": [],
    ])
  }
  var effective = emptyEffective(Release(2, 14, 3))
  effective["toResourceRules"] = .array(routes)
  effective["outbounds"] = [
    [
      "address": "240.0.0.1", "port": 80, "service": nil,
      "resource": "kri_msvc_envoyconfig_kuma-3__test-server_80", "protocol": "http",
      "section": "http", "conf": toService.isEmpty ? .null : ["http": .object(toService)],
      "origin": [],
    ]
  ]
  return .object(effective)
}

private func proxy(_ document: JSONValue) throws -> ProxyRetries {
  try ProxyRetries(decoding: node(document), ProxyRetries.Request())
}

/// A configuration with the proxy's policies in it.
private func applied(_ proxy: ProxyRetries, to config: JSONValue) throws -> JSONValue {
  var application = ConfigApplication(proxy)
  var writer = JSONWriter()
  try application.write(node(config), to: &writer) { _ in }
  return try JSONParser(ByteBuffer(writer.bytes)).next()?.root.value ?? .null
}

private func withoutPolicies(_ value: JSONValue) -> JSONValue {
  switch value {
  case .array(let elements): .array(elements.map(withoutPolicies))
  case .object(let object):
    .object(
      JSONObject(
        object.members.filter { $0.key != "retryPolicy" && $0.key != "maxConnectAttempts" }
          .map { ($0.key, withoutPolicies($0.value)) }))
  default: value
  }
}

private func node(_ value: JSONValue) throws -> JSONNode {
  guard let document = try JSONParser(text: value.compactText).next() else {
    throw CocoaError(.fileReadCorruptFile)
  }
  return document.root
}

/// The first document of a YAML file; nil when there is none.
private func yaml(_ path: String) throws -> JSONValue? { try documents(path).first }

private func documents(_ path: String) throws -> [JSONValue] {
  guard let data = FileManager.default.contents(atPath: path) else { return [] }
  let parser = YAMLParser(ByteBuffer(Array(data)))
  var documents: [JSONValue] = []
  while let document = try parser.next() { documents.append(document.root.value) }
  return documents
}
