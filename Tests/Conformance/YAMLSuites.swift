import JSON
import YAML

/// YAML → JSON against `sigs.k8s.io/yaml`.
func yamlSuites(data: String) throws -> [SuiteResult] {
  [
    try DataFile.suite("yaml edge cases", "\(data)/yaml/edge-cases.jsonl", check: checkFirst),
    try DataFile.suite(
      "yaml edge cases, strict", "\(data)/yaml/edge-cases.jsonl", where: { $0["strict"] != nil },
      check: checkStrict),
    try DataFile.suite(
      "yaml-test-suite", "\(data)/yaml/yaml-test-suite.k8s.jsonl", check: checkFirst),
  ]
}

/// The first document's value, or that it is refused.
private func checkFirst(_ record: JSONNode) -> String? {
  if record["nondeterministic"]?.bool == true { return nil }
  let outcome = firstDocument(record)
  switch (record["first"]?["json"]?.string, outcome) {
  case (let json?, .success(let document)):
    guard let expected = try? JSONParser(text: json).next() else { return "bad expectation" }
    let value = document?.root.value ?? .null
    return value == expected.root.value ? nil : "\(value.compactText) for \(json)"
  case (let json?, .failure(let error)): return "error (\(error)) for \(json)"
  case (nil, .success(let document)):
    let refusal = record["first"]?["err"]?.string ?? ""
    return "\(document?.root.value.compactText ?? "null") for error \(refusal)"
  case (nil, .failure): return nil
  }
}

/// Duplicate keys, counting those that a merge sets again, are what the strict reader refuses.
private func checkStrict(_ record: JSONNode) -> String? {
  guard record["strict"]?["err"] != nil else { return nil }
  switch firstDocument(record) {
  case .success(let document):
    return document?.duplicates.isEmpty ?? true ? "no duplicate key found" : nil
  case .failure: return nil
  }
}

private func firstDocument(_ record: JSONNode) -> Result<JSONDocument?, any Error> {
  let bytes = DataFile.bytes(record, "yaml", base64: "b64")
  return Result { try YAMLParser(ByteBuffer(bytes)).next() }
}
