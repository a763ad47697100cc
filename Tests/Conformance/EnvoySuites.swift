import Foundation
import JSON
import MeshRetryCore

/// What Envoy gets: confs against the policies that Kuma makes of them.
func envoySuites(data: String) -> [SuiteResult] {
  var suites: [SuiteResult] = []
  for (line, release) in [("2.3", Release(2, 3, 0)), ("2.14", Release(2, 14, 3))] {
    suites.append(
      policySuite(
        "retrypolicy-\(line)", "\(data)/corpora/retrypolicy-\(line).jsonl", release,
        keys: PolicyRecordKeys(
          name: "id", http: "http", grpc: "grpc",
          violation: { record, section in record["envoyConstraintViolation"]?[section] })))
    suites.append(
      policySuite(
        "retrypolicy probes \(line)",
        "\(data)/kuma/meshretry/\(line)/probes/retrypolicy.jsonl", release,
        keys: PolicyRecordKeys(
          name: "name", http: "httpRetryPolicy", grpc: "grpcRetryPolicy",
          violation: { record, section in record["\(section)EnvoyConstraintViolation"] })))
  }
  return suites
}

/// Where a record keeps what.
private struct PolicyRecordKeys {
  var name: String
  var http: String
  var grpc: String
  var violation: (JSONNode, _ section: String) -> JSONNode?
}

private func policySuite(
  _ name: String, _ path: String, _ release: Release, keys: PolicyRecordKeys
) -> SuiteResult {
  var result = SuiteResult(name: name, passed: 0, total: 0, failures: [])
  for record in records(path) {
    result.total += 1
    let differences = differences(record, RetryPolicyMapping(release: release), keys)
    if differences.isEmpty { result.passed += 1 }
    result.failures += differences.map { "\(record[keys.name]?.string ?? "?"): \($0)" }
  }
  return result
}

private func differences(
  _ record: JSONNode, _ mapping: RetryPolicyMapping, _ keys: PolicyRecordKeys
) -> [String] {
  let conf: Conf
  do {
    guard let node = record["conf"] else { return ["no conf"] }
    conf = try Conf(decoding: node)
  } catch {
    return ["conf: \(error)"]
  }
  var found: [String] = []
  for (section, key, policy) in [
    ("http", keys.http, conf.http.flatMap(mapping.http)),
    ("grpc", keys.grpc, conf.grpc.flatMap(mapping.grpc)),
  ] {
    let expected = record[key]?.value ?? .null
    let actual = policy?.json() ?? .null
    if actual != expected {
      found.append("\(section): \(actual.compactText), not \(expected.compactText)")
    }
    let refusal = keys.violation(record, section)?.string
    let ours = policy.flatMap { ConstraintViolation.goText(of: $0.violations) }
    if ours != refusal {
      found.append("\(section) refusal: \(ours ?? "none"), not \(refusal ?? "none")")
    }
  }
  return found
}

/// The JSON documents of a file; none when it cannot be read.
private func records(_ path: String) -> [JSONNode] {
  guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
  let parser = JSONParser(text: text)
  var records: [JSONNode] = []
  while let document = try? parser.next() { records.append(document.root) }
  return records
}
