import JSON
import MeshRetryCore

/// Kuma's own rule-building goldens, of every policy kind, through the engine.
func goldenRuleSuites(data: String) throws -> [SuiteResult] {
  let folder = "\(data)/kuma/rules"
  let (old, new) = (Release(2, 3, 0), Release(2, 14, 3))
  var results = [
    try suite(
      "golden rules 2.3", "\(folder)/2.3/testdata/rules", ".policy.yaml", old, list: nil),
    try suite(
      "golden rules 2.14 from", "\(folder)/2.14/testdata/rules/from", ".input.yaml", new,
      list: .from),
    try suite(
      "golden rules 2.14 to", "\(folder)/2.14/testdata/rules/to", ".input.yaml", new,
      list: .to),
    try suite(
      "golden rules 2.14 single", "\(folder)/2.14/testdata/rules/single", ".input.yaml",
      new, list: .to),
  ]
  results.append(try sortSuite("\(folder)/2.14/outbound/testdata/sort", new))
  results.append(try resourceRuleSuite("\(folder)/2.14/outbound", new))
  return results + (try inlineRuleSuites(folder))
}

/// All policies of a file as if they matched one proxy, in the file's order.
private func suite(
  _ name: String, _ folder: String, _ suffix: String, _ release: Release, list: Policy.List?
) throws -> SuiteResult {
  var result = SuiteResult(name: name, passed: 0, total: 0, failures: [])
  for id in YAMLFile.names(in: folder, suffix: suffix) {
    let golden = try YAMLFile.value("\(folder)/\(id).golden.yaml")
    let byInbound = golden["Rules"]?.object
    let list = list ?? (byInbound == nil ? .to : .from)
    let mesh = GoldenMesh(
      try YAMLFile("\(folder)/\(id)\(suffix)").documents, list: list, release: release)
    let rules = RuleSet(
      mesh.policies, kind: mesh.kind, mesh.references, withNegations: list == .from)
    let wanted = byInbound?.members.first?.value ?? golden["Rules"]
    result.count(
      id, GoldenRules.difference(GoldenRules.value(rules), GoldenRules.value(golden: wanted)))
  }
  return result
}

/// Policies of these cases are named so; all other resources are what they may refer to.
private func isPolicy(_ resource: Resource) -> Bool {
  resource.displayName.hasPrefix("matched-for-rules-")
}

/// The order of items for rules by resource.
private func sortSuite(_ folder: String, _ release: Release) throws -> SuiteResult {
  var result = SuiteResult(name: "golden item order", passed: 0, total: 0, failures: [])
  for id in YAMLFile.names(in: folder, suffix: ".input.yaml") {
    let mesh = GoldenMesh(
      try YAMLFile("\(folder)/\(id).input.yaml").documents, release: release, isPolicy: isPolicy)
    let have = ResourceItems(mesh.policies, release: release).entries.map { entry -> JSONValue in
      [
        "name": .string(mesh.policies[entry.policy].name),
        "index": .integer(entry.ruleIndex), "conf": entry.item.conf,
      ]
    }
    let golden = try YAMLFile("\(folder)/\(id).golden.yaml", rootIsList: true).documents
    let wanted = golden.flatMap { $0.elements.map { $0.value } }.map { entry -> JSONValue in
      [
        "name": entry["Meta"]?["name"] ?? .null, "index": entry["RuleIndex"] ?? .null,
        "conf": AnyPolicy.stored(entry["Entry"]?["default"] ?? .null),
      ]
    }
    result.count(id, GoldenRules.difference(.array(have), .array(wanted)))
  }
  return result
}

/// Rules by resource, in every variant of zones and synchronising.
private func resourceRuleSuite(_ folder: String, _ release: Release) throws -> SuiteResult {
  var result = SuiteResult(name: "golden resource rules", passed: 0, total: 0, failures: [])
  let inputs = "\(folder)/expanded/resourcerules"
  for scenario in YAMLFile.folders(in: inputs) {
    for variant in YAMLFile.names(in: "\(inputs)/\(scenario)", suffix: ".input.yaml") {
      let documents = try YAMLFile("\(inputs)/\(scenario)/\(variant).input.yaml").documents
      let mesh = GoldenMesh(documents, release: release, isPolicy: isPolicy)
      let rules = ResourceRuleSet(
        mesh.policies, kind: mesh.kind,
        mesh.destinations(mesh: mesh.policies.first?.resource.mesh ?? "default"))
      let golden = try YAMLFile.value(
        "\(folder)/testdata/resourcerules/\(scenario)/\(variant).golden.yaml")
      result.count(
        "\(scenario)/\(variant)",
        GoldenRules.difference(
          GoldenRules.value(rules), GoldenRules.value(goldenResources: golden)))
    }
  }
  return result
}
