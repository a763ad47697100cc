import JSON
import MeshRetryCore

/// What Envoy gets, against what Kuma makes of the same confs.
func envoySuites(data: String) throws -> [SuiteResult] {
  var suites: [SuiteResult] = []
  for (line, release) in [("2.3", Release(2, 3, 0)), ("2.14", Release(2, 14, 3))] {
    let mapping = RetryPolicyMapping(release: release)
    suites.append(
      try DataFile.suite(
        "envoy retrypolicy \(line)", "\(data)/corpora/retrypolicy-\(line).jsonl"
      ) { record in
        try difference(
          record["conf"], mapping, http: record["http"], grpc: record["grpc"],
          refusal: { record["envoyConstraintViolation"]?[$0] })
      })
    suites.append(
      try DataFile.suite(
        "envoy retrypolicy probes \(line)",
        "\(data)/kuma/meshretry/\(line)/probes/retrypolicy.jsonl"
      ) { record in
        try difference(
          record["conf"], mapping, http: record["httpRetryPolicy"],
          grpc: record["grpcRetryPolicy"],
          refusal: { record["\($0)EnvoyConstraintViolation"] })
      })
    suites.append(try goldenSuite(data, line: line, release))
  }
  suites.append(try configDumpSuite(data))
  suites.append(try verdictSuite(data))
  return suites
}

/// How the policies of a conf, and what Envoy's rules say about them, differ from what is expected.
private func difference(
  _ conf: JSONNode?, _ mapping: RetryPolicyMapping, http: JSONNode?, grpc: JSONNode?,
  refusal: (_ section: String) -> JSONNode?
) throws -> String? {
  guard let conf else { return "no conf" }
  let decoded = try Conf(decoding: conf)
  for (section, expected, policy) in [
    ("http", http, decoded.http.flatMap(mapping.http)),
    ("grpc", grpc, decoded.grpc.flatMap(mapping.grpc)),
  ] {
    let (wanted, actual) = (expected?.value ?? .null, policy?.json() ?? .null)
    if actual != wanted {
      return "\(section): \(actual.compactText), not \(wanted.compactText)"
    }
    let wantedText = refusal(section)?.string
    let text = policy.flatMap { ConstraintViolation.goText(of: $0.violations) }
    if text != wantedText {
      return "\(section): refused for '\(text ?? "")', not '\(wantedText ?? "")'"
    }
  }
  return nil
}
