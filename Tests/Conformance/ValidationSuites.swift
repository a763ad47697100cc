import JSON
import MeshRetryCore
import YAML

/// Kuma's verdict on MeshRetry documents, universal and Kubernetes form.
func validationSuites(data: String) throws -> [SuiteResult] {
  try [("2.3", Release(2, 3, 0)), ("2.14", Release(2, 14, 3))].flatMap { line, release in
    [
      try DataFile.suite("validation \(line)", "\(data)/corpora/validation-\(line).jsonl") {
        compare($0, outcome(of: $0["doc"]?.string ?? "", release), release)
      },
      try probes(
        "validation probes \(line), kumactl", "kumactl",
        "\(data)/kuma/meshretry/\(line)/probes/validation.jsonl", release),
    ]
  }
}

private func probes(
  _ name: String, _ key: String, _ path: String, _ release: Release
) throws -> SuiteResult {
  try DataFile.suite(name, path, where: { $0[key]?["result"] != nil }) { record in
    guard let expected = record[key] else { return nil }
    return compare(expected, outcome(of: record["doc"]?.string ?? "", release), release)
  }
}

/// What came of a document: the class of the result as the data names it, and the field errors.
private struct Outcome {
  var result: String
  var errors: [(field: String, message: String)]
  var spec: JSONValue?
}

private func outcome(of text: String, _ release: Release) -> Outcome {
  let document: JSONDocument?
  do {
    document = try YAMLParser(ByteBuffer(text)).next()
  } catch {
    return Outcome(result: "error", errors: [])
  }
  guard let root = document?.root ?? (try? JSONParser(text: "null").next())?.root else {
    return Outcome(result: "error", errors: [])
  }
  let judge = PolicyJudge(release: release)
  guard let form = Envelope(root).meshRetryForm else {
    switch Envelope(root) {
    case .universal, .kubernetes: return Outcome(result: "other kind", errors: [])
    case .neither:
      _ = judge.judgeUnknown(root, file: "")
      return Outcome(result: "error", errors: [])
    }
  }
  let verdict = judge.judge(root, form: form, file: "")
  guard let stage = verdict.findings.first?.kuma?.stage else {
    return Outcome(result: "ok", errors: [], spec: verdict.spec?.json(release))
  }
  return Outcome(
    result: resultName(stage, form),
    errors: verdict.findings.compactMap(\.kuma).map { ($0.field, $0.message) })
}

private func resultName(_ stage: Finding.Stage, _ form: ResourceForm) -> String {
  switch (stage, form) {
  case (.schema, .universal): "schema-invalid"
  case (.schema, .kubernetes): "crd-invalid"
  case (.validator, .universal): "invalid"
  case (.validator, .kubernetes): "webhook-denied"
  case (.metadata, _): "meta-invalid"
  case (.decode, .kubernetes): "webhook-decode-error"
  default: "error"
  }
}

private func compare(_ expected: JSONNode, _ outcome: Outcome, _ release: Release) -> String? {
  let result = expected["result"]?.string ?? ""
  // A resource of another kind passes by contract.
  if outcome.result == "other kind" {
    return expected["error"]?.string?.hasPrefix("invalid resource type") ?? false
      ? nil : "other kind for \(result)"
  }
  guard outcome.result == result else {
    let errors = outcome.errors.map { "\($0.field): \($0.message)" }.joined(separator: "; ")
    return "\(outcome.result) (\(errors)) for \(result)"
  }
  if let spec = expected["spec"]?.value, let stored = outcome.spec, stored != spec {
    return "stored \(stored.compactText) for \(spec.compactText)"
  }
  guard let list = expected["errors"] else { return nil }
  let isRange = { (message: String) in message.contains("Checked value must be") }
  func key(_ field: String, _ message: String) -> String {
    isRange(message) && result == "crd-invalid" ? field : "\(field): \(message)"
  }
  var wanted = list.elements.map {
    key($0["field"]?.string ?? "", $0["message"]?.string ?? "")
  }
  var found = outcome.errors.map { key($0.field, $0.message) }
  if expected["errorOrder"]?.string != "fixed" {
    wanted.sort()
    found.sort()
  }
  return wanted == found ? nil : "\(found) for \(wanted)"
}
