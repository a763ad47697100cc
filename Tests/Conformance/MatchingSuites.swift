import JSON
import MeshRetryCore

/// What proxies get, against the control plane of eight releases.
func matchingSuites(data: String) throws -> [SuiteResult] {
  let releases = ["2.3.0", "2.5.0", "2.6.0", "2.7.13", "2.9.19", "2.10.0", "2.12.14", "2.14.3"]
  return try releases.map { release in
    try DataFile.suite(
      "matching \(release)", "\(data)/corpora/matching.jsonl",
      where: { $0["release"]?.hasText(release) ?? false }, check: check)
  }
}

private func check(_ record: JSONNode) -> String? {
  guard let release = record["release"]?.string.flatMap(Release.init(parsing:)) else {
    return "bad release"
  }
  var collection = MeshCollection(release: release)
  for node in record["resources"]?.elements.map({ $0 }) ?? [] {
    if let resource = Resource(node, release: release) { collection.add(resource) }
  }
  collection.finish()
  var found: [String: JSONValue] = [:]
  for mesh in collection.meshes.values {
    let resolver = EffectivePolicyResolver(mesh, release: release)
    for dataplane in mesh.dataplanes {
      found[dataplane.resource.name] = resolver.resolve(dataplane).json
    }
  }
  for (name, expected) in record["expected"]?.members.map({ ($0.key.string ?? "", $0.value) }) ?? []
  {
    guard let effective = found[name] else { return "\(name): no document" }
    for key in expected.members.map({ $0.key.string ?? "" }) {
      let wanted = expected[key]?.value ?? .null
      let have = Outcome.of(key, effective, like: wanted)
      if have != wanted {
        return "\(name) \(key): \(have.compactText) FOR \(wanted.compactText)"
      }
    }
  }
  return nil
}

/// The parts of an effective document in the data's form.
private enum Outcome {
  static func of(_ key: String, _ effective: JSONValue, like wanted: JSONValue) -> JSONValue {
    switch key {
    case "policies":
      return .array((effective["policies"]?.array ?? []).map { $0["name"] ?? .null })
    case "outbounds": return projected(effective["outbounds"], like: wanted)
    case "listeners": return projected(effective["gatewayListeners"], like: wanted)
    default:
      return effective[key] ?? .null
    }
  }

  /// The items of a list, each with the members that the data's item has.
  private static func projected(_ value: JSONValue?, like wanted: JSONValue) -> JSONValue {
    let items = value?.array ?? []
    return .array(
      items.enumerated().map { index, item in
        let keys = wanted[index]?.object?.keys ?? []
        return .object(
          JSONObject(keys.compactMap { key in item[key].map { (key: key, value: $0) } }))
      })
  }
}
