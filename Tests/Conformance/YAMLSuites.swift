import JSON
import YAML

/// YAML → JSON against `sigs.k8s.io/yaml`.
func yamlSuites(data: String) throws -> [SuiteResult] {
  try [
    try DataFile.suite("yaml edge cases", "\(data)/yaml/edge-cases.jsonl", check: checkFirst),
    try DataFile.suite(
      "yaml edge cases, strict", "\(data)/yaml/edge-cases.jsonl", where: { $0["strict"] != nil },
      check: checkStrict),
    try DataFile.suite(
      "yaml-test-suite", "\(data)/yaml/yaml-test-suite.k8s.jsonl", check: checkFirst),
  ] + splitterSuites(data: data)
}

/// Documents as Kuma and kubectl cut them.
private func splitterSuites(data: String) throws -> [SuiteResult] {
  let readers: [(name: String, keys: [String], splitter: DocumentSplitter)] = [
    ("kuma 2.3", ["kuma_2_3"], .kuma(dropsCommentLine: false)),
    ("kuma 2.14", ["kuma_2_14"], .kuma(dropsCommentLine: true)),
    ("kubectl 1.27", ["kubectl", "kubectl_1_27"], .kubernetes(goesOnWithYAML: false)),
    ("kubectl 1.36", ["kubectl", "kubectl_1_36"], .kubernetes(goesOnWithYAML: true)),
  ]
  return try ["edge-cases", "yaml-test-suite.k8s"].flatMap { file in
    try readers.map { name, keys, splitter in
      try DataFile.suite("yaml \(file), \(name)", "\(data)/yaml/\(file).jsonl") { record in
        guard let expected = keys.compactMap({ record[$0] }).first else { return nil }
        return checkSplit(record, expected, splitter)
      }
    }
  }
}

/// The values of all documents in order, `error` for one that is refused.
private func checkSplit(
  _ record: JSONNode, _ expected: JSONNode, _ splitter: DocumentSplitter
) -> String? {
  if record["nondeterministic"]?.bool == true { return nil }
  let wanted = expected.elements.map { outcome -> JSONValue? in
    guard let json = outcome["json"]?.string else { return nil }
    return (try? JSONParser(text: json).next())?.root.value
  }
  var found: [JSONValue?] = []
  do {
    let parser = try SplitParser(
      ByteBuffer(DataFile.bytes(record, "yaml", base64: "b64")), by: splitter)
    while found.count <= wanted.count + 1 {
      do {
        guard let document = try parser.next() else { break }
        found.append(document.root.value)
      } catch is YAMLError {
        found.append(nil)
      }
    }
  } catch {
    return "\(error)"
  }
  let text = { (values: [JSONValue?]) in values.map { $0?.compactText ?? "error" } }
  return wanted == found ? nil : "\(text(found)) for \(text(wanted))"
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
    guard let document, document.duplicates.isEmpty, document.overriddenMerges == 0 else {
      return nil
    }
    return "no duplicate key found"
  case .failure: return nil
  }
}

private func firstDocument(_ record: JSONNode) -> Result<JSONDocument?, any Error> {
  let bytes = DataFile.bytes(record, "yaml", base64: "b64")
  return Result { try YAMLParser(ByteBuffer(bytes)).next() }
}
