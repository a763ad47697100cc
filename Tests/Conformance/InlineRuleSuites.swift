import JSON
import MeshRetryCore

/// The cases of Kuma's rule tests that stand in its code: iteration, lookup, merging, references.
func inlineRuleSuites(_ folder: String) throws -> [SuiteResult] {
  try [("2.3", Release(2, 3, 0)), ("2.14", Release(2, 14, 3))].flatMap { line, release in
    try YAMLFile.names(in: "\(folder)/\(line)/inline", suffix: ".yaml").map { name in
      let file = try YAMLFile("\(folder)/\(line)/inline/\(name).yaml")
      var result = SuiteResult(
        name: "inline \(line) \(name)", passed: 0, total: 0, failures: [])
      for (index, item) in (file.documents.first?["cases"]?.elements.map { $0 } ?? []).enumerated()
      {
        let id = item["name"]?.string ?? "\(index)"
        result.count(id, check(name, item, file.documents.first, release))
      }
      return result
    }
  }
}

private func check(
  _ name: String, _ item: JSONNode, _ file: JSONNode?, _ release: Release
) -> String? {
  let expected = item["expected"]?.value ?? .null
  switch name {
  case "subsetiter":
    return GoldenRules.difference(combinations(tags(item["tags"]), release), expected)
  case "issubset":
    let have = Subset.includes(tags(item["s1"]), tags(item["s2"]))
    return GoldenRules.difference(.bool(have), expected)
  case "intersect":
    let have = Subset.meets(tags(item["s1"]), tags(item["s2"]), release)
    return GoldenRules.difference(.bool(have), expected)
  case "containselement":
    let have = RuleLookup([tags(item["subset"])], release: release).index(element(item["element"]))
    return GoldenRules.difference(.bool(have != nil), expected)
  case "compute": return compute(item, expected, release)
  case "merge": return merge(item, file, expected)
  case "cliques": return cliques(item, release)
  case "resolve": return resolve(item, expected, release)
  case "resourcerules-compute", "resourcecontext": return lookup(item, expected)
  default: return "not run"
  }
}

private func tags(_ node: JSONNode?) -> [TagRule.Matcher] {
  (node?.elements.map { $0 } ?? []).map {
    .init(
      key: $0["key"]?.string ?? "", value: $0["value"]?.string ?? "", not: $0["not"]?.bool ?? false)
  }
}

private func element(_ node: JSONNode?) -> [String: String] {
  Dictionary(
    (node?.members.map { ($0.key.string ?? "", $0.value.string ?? "") }) ?? [],
    uniquingKeysWith: { $1 })
}

private func combinations(_ tags: [TagRule.Matcher], _ release: Release) -> JSONValue {
  .array(
    TagCombinations(release: release).combinations(of: tags).map { subset in
      .array(
        subset.map {
          ["key": .string($0.key), "value": .string($0.value), "not": .bool($0.not)]
        })
    })
}

private func compute(_ item: JSONNode, _ expected: JSONValue, _ release: Release) -> String? {
  let rules = item["rules"]?.elements.map { $0 } ?? []
  let index =
    if let subset = item["subset"] {
      // Before elements, what is looked for was a subset, negations included.
      rules.firstIndex { Subset.includes(tags($0["subset"]), tags(subset)) }
    } else {
      RuleLookup(rules.map { tags($0["subset"]) }, release: release).index(element(item["element"]))
    }
  return GoldenRules.difference(index.flatMap { rules[$0]["conf"]?.value } ?? .null, expected)
}

// MARK: Merging

/// The rules of merging that the synthetic structs of Kuma's tests ask for.
private func merge(_ item: JSONNode, _ file: JSONNode?, _ expected: JSONValue) -> String? {
  let isKeyed = item["schema"]?.hasText("mergeValuesByKey") ?? false
  let schema = item["schema"]?.string.flatMap { file?["schemas"]?[$0] }
  let rules =
    isKeyed
    ? MergeRules(
      keyed: ["MergeValues": .init(key: "key", conf: "default")],
      valuesKey: schema?["DirectMergeValues"] == nil ? nil : "DirectMergeValues")
    : MergeRules(appends: { $0.hasPrefix("Append") })
  let confs = (item["policies"]?.elements.map { $0.value } ?? []).map { conf -> JSONValue in
    guard !isKeyed, var object = conf.object else { return conf }
    // A slice that is always written is null when it is not set, and a pointer that is null is not written.
    if object["Strings"] == nil { object["Strings"] = .null }
    if object["subPtr"] == .null { object["subPtr"] = nil }
    return .object(object)
  }
  let have = rules.merge(confs).map(withoutNulls)
  let wanted = (expected.array ?? [expected]).map(withoutNulls)
  return GoldenRules.difference(.array(have), .array(wanted))
}

private func withoutNulls(_ value: JSONValue) -> JSONValue {
  guard let object = value.object else { return value }
  return .object(
    JSONObject(
      object.members.filter { $0.value != .null }.map { ($0.key, withoutNulls($0.value)) }))
}

// MARK: Cliques

/// Rules by cliques and rules by connected components must answer alike.
private func cliques(_ item: JSONNode, _ release: Release) -> String? {
  let text: JSONValue = [
    "type": "MeshTrafficPermission", "mesh": "default", "name": "test-policy",
    "spec": ["targetRef": ["kind": "Mesh"], "from": item["items"]?.value ?? []],
  ]
  guard let root = (try? JSONParser(text: text.compactText).next())?.root else { return "no case" }
  // The last release before cliques that has the same lookup and intersection.
  let releases = [release, Release(2, 12, 5)]
  let sets = releases.map { release in
    let mesh = GoldenMesh([root], list: .from, release: release)
    return RuleSet(mesh.policies, kind: mesh.kind, mesh.references, withNegations: true)
  }
  for what in item["elements"]?.elements.map({ $0 }) ?? [] {
    let answers = sets.map { $0.rule(for: element(what))?.conf ?? .null }
    if answers[0] != answers[1] { return "\(answers[0].compactText) \(answers[1].compactText)" }
  }
  if item["expected"]?["rulesEmptyInBoth"]?.bool ?? false {
    return sets.allSatisfy(\.rules.isEmpty) ? nil : "rules of nothing"
  }
  if item["expected"]?["cliquesProduceFewerRules"]?.bool ?? false {
    return sets[0].rules.count < sets[1].rules.count ? nil : "cliques give no fewer rules"
  }
  return nil
}

// MARK: References

private func resolve(_ item: JSONNode, _ expected: JSONValue, _ release: Release) -> String? {
  let name = item["policy"]?["mesh"]?.string ?? "default"
  let text: JSONValue = [
    "type": "MeshTimeout", "mesh": .string(name),
    "name": item["policy"]?["name"]?.value ?? "policy",
    "labels": item["policy"]?["labels"]?.value ?? .object(JSONObject()),
    "spec": .object(JSONObject()),
  ]
  guard let policy = (try? JSONParser(text: text.compactText).next())?.root,
    let resource = Resource(policy, release: release), let ref = item["targetRef"]
  else { return "no case" }
  let mesh = GoldenMesh(item["resources"]?.elements.map { $0 } ?? [], release: release)
  let found = mesh.destinations(mesh: name).targets(
    of: TargetRef(decoding: ref, release), in: resource)
  let have = found.map { $0.key.description }.sorted()
  return GoldenRules.difference(
    .array(have.map(JSONValue.string)),
    .array((expected.array ?? []).compactMap(\.string).sorted().map(JSONValue.string)))
}

/// The first identifier that has a rule: the one asked for, the same without its section, the mesh.
private func lookup(_ item: JSONNode, _ expected: JSONValue) -> String? {
  func key(_ node: JSONNode?) -> KRI {
    KRI(
      type: node?["resourceType"]?.string ?? "", mesh: node?["mesh"]?.string ?? "", zone: "",
      namespace: "", name: node?["name"]?.string ?? "",
      section: node?["sectionName"]?.string ?? "")
  }
  var keys: [KRI] = []
  if let mesh = item["mesh"]?.string {
    keys = (item["withIDs"]?.elements.map { key($0) } ?? []).reversed()
    keys.append(KRI(type: "Mesh", mesh: "", zone: "", namespace: "", name: mesh))
  } else {
    let wanted = key(item["lookup"])
    keys = [wanted]
    if !wanted.section.isEmpty {
      var whole = wanted
      whole.section = ""
      keys.append(whole)
    }
    for mesh in item["meshes"]?.elements.compactMap(\.string) ?? [] {
      keys.append(KRI(type: "Mesh", mesh: "", zone: "", namespace: "", name: mesh))
    }
  }
  let rules = item["rules"]?.elements.map { (key($0["key"]), $0["conf"]?.value ?? .null) } ?? []
  let set = ResourceRuleSet(rules)
  return GoldenRules.difference(set.rule(for: keys)?.conf ?? .null, expected)
}
