import JSON
import MeshRetryCore
import YAML

/// Kuma's verdict on MeshRetry documents, universal and Kubernetes form.
func validationSuites(data: String) throws -> [SuiteResult] {
  try [("2.3", Release(2, 3, 0)), ("2.14", Release(2, 14, 3))].flatMap { line, release in
    [
      try DataFile.suite("validation \(line)", "\(data)/corpora/validation-\(line).jsonl") {
        compare($0, outcome(of: $0["doc"]?.string ?? "", release))
      },
      try probes(
        "validation probes \(line), kumactl", "kumactl",
        "\(data)/kuma/meshretry/\(line)/probes/validation.jsonl", release),
      try kubernetesProbes(
        "validation probes \(line), Kubernetes",
        "\(data)/kuma/meshretry/\(line)/probes/validation.jsonl", release),
      try validatorAlone(
        "validator probes \(line)", "\(data)/kuma/meshretry/\(line)/probes/validation.jsonl",
        release),
      try validatorAlone(
        "validator alone \(line)", "\(data)/corpora/validation-\(line).jsonl", release),
      try validatorCases(
        "validator cases \(line)", "\(data)/kuma/meshretry/\(line)/validator", release),
    ]
  }
}

/// The spec of a universal document as the API server and Kuma's webhooks take it.
private func kubernetesProbes(
  _ name: String, _ path: String, _ release: Release
) throws -> SuiteResult {
  try DataFile.suite(name, path, where: { $0["k8s"]?["result"] != nil }) { record in
    guard let expected = record["k8s"] else { return nil }
    let root = try YAMLParser(ByteBuffer(record["doc"]?.string ?? "")).next()?.root
    let converted = EnvelopeConversion(release: release)
      .kubernetes(root ?? JSONDocument.null.root)
    let document = try JSONParser(text: converted?.compactText ?? "{}").next()
    let verdict = PolicyJudge(release: release).judge(
      document?.root ?? JSONDocument.null.root, form: .kubernetes, file: "")
    return compare(expected, Outcome(verdict, .kubernetes, release))
  }
}

/// The policy validator without the schema stage: the member `core`.
private func validatorAlone(
  _ name: String, _ path: String, _ release: Release
) throws -> SuiteResult {
  try DataFile.suite(name, path, where: { $0["core"]?["result"] != nil }) { record in
    guard let expected = record["core"] else { return nil }
    let root = try YAMLParser(ByteBuffer(record["doc"]?.string ?? "")).next()?.root
    let role = root?["labels"]?["kuma.io/policy-role"]?.string
    let spec = root?["spec"] ?? JSONDocument.null.root
    return compare(expected, validated(spec, role: role, release))
  }
}

private func validated(
  _ spec: JSONNode, role: String? = nil, _ release: Release
) -> Outcome {
  switch PolicyJudge(release: release).validate(spec: spec, policyRole: role) {
  case .failure: Outcome(result: "error", errors: [])
  case .success(let reports):
    Outcome(
      result: reports.isEmpty ? "ok" : "invalid",
      errors: reports.map { ($0.field, $0.message) })
  }
}

/// Kuma's own tests of its validator: a spec a file, and the violations expected of it.
private func validatorCases(
  _ name: String, _ folder: String, _ release: Release
) throws -> SuiteResult {
  var result = SuiteResult(name: name, passed: 0, total: 0, failures: [])
  let inputs =
    DataFile.names(in: "\(folder)/valid").map { ("valid/" + $0, nil) }
    + DataFile.names(in: "\(folder)/invalid").filter { $0.hasSuffix(".input.yaml") }.map {
      ("invalid/" + $0, "invalid/" + $0.replacing(".input.", with: ".expected."))
    }
  for (input, expectation) in inputs {
    result.total += 1
    let spec = try YAMLParser(ByteBuffer(DataFile.bytes(at: "\(folder)/\(input)"))).next()?.root
    let outcome = validated(spec ?? JSONDocument.null.root, release)
    let expected = try expectation.map {
      try YAMLParser(ByteBuffer(DataFile.bytes(at: "\(folder)/\($0)"))).next()
    }
    let wanted =
      expected??.root["violations"]?.elements.map {
        "\($0["field"]?.string ?? ""): \($0["message"]?.string ?? "")"
      } ?? []
    let found = outcome.errors.map { "\($0.field): \($0.message)" }
    if wanted == found {
      result.passed += 1
    } else {
      result.failures.append("\(input): \(found) for \(wanted)")
    }
  }
  return result
}

private func probes(
  _ name: String, _ key: String, _ path: String, _ release: Release
) throws -> SuiteResult {
  try DataFile.suite(name, path, where: { $0[key]?["result"] != nil }) { record in
    guard let expected = record[key] else { return nil }
    return compare(expected, outcome(of: record["doc"]?.string ?? "", release))
  }
}

/// What came of a document: the class of the result as the data names it, and the field errors.
private struct Outcome {
  var result: String
  var errors: [(field: String, message: String)]
  var spec: JSONValue?

  init(result: String, errors: [(field: String, message: String)], spec: JSONValue? = nil) {
    self.result = result
    self.errors = errors
    self.spec = spec
  }

  init(_ verdict: PolicyVerdict, _ form: ResourceForm, _ release: Release) {
    guard let stage = verdict.findings.first?.kuma?.stage else {
      self.init(result: "ok", errors: [], spec: verdict.spec?.json(release))
      return
    }
    self.init(
      result: resultName(stage, form),
      errors: verdict.findings.compactMap(\.kuma).map { ($0.field, $0.message) })
  }
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
  return Outcome(judge.judge(root, form: form, file: ""), form, release)
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

private func compare(_ expected: JSONNode, _ outcome: Outcome) -> String? {
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
