import JSON
import MeshRetryCore

/// Matching: every proxy gets an answer, the order of the input does not change it, and what Envoy gets of
/// it is valid or has a finding that says why not.
///
/// The first byte of an input chooses the release; then come resources as JSON.
enum MatchingPromises {
  static func check(_ input: [UInt8]) throws {
    guard let (release, text) = ReleaseChoice.take(from: input) else { return }
    let documents = JSONPromises.Reading(JSONParser(ByteBuffer(text))).documents
    let resources = documents.flatMap { ResourceList.unwrap($0.root) }.compactMap {
      Resource($0, file: "input", release: release)
    }
    guard let answers = answers(resources, release) else { return }
    let reversed = Self.answers(resources.reversed(), release)
    try expect(reversed == answers, "in another order it comes to something else")
    for answer in answers.values { try checkEnvoy(answer) }
  }

  /// The documents of all proxies; nil when a name was given twice, where the later resource counts.
  static func answers(_ resources: [Resource], _ release: Release) -> [String: String]? {
    var collection = MeshCollection(release: release)
    for resource in resources { collection.add(resource) }
    collection.finish()
    guard collection.replaced.isEmpty else { return nil }
    var answers: [String: String] = [:]
    for mesh in collection.meshes.values {
      let resolver = EffectivePolicyResolver(mesh, release: release)
      for dataplane in mesh.dataplanes {
        let name = "\(mesh.name)/\(dataplane.resource.name)"
        answers[name] = resolver.resolve(dataplane).json.compactText
        _ = resolver.inspect(dataplane)
      }
    }
    return answers
  }

  private static func checkEnvoy(_ text: String) throws {
    let node = try JSONPromises.reread(Array(text.utf8))
    let proxy: ProxyRetries
    do throws(EffectiveMeshRetry.FormError) {
      proxy = try ProxyRetries(decoding: node, ProxyRetries.Request())
    } catch {
      throw BrokenPromise(description: "mr-envoy does not read it: \(error.message)")
    }
    for entry in proxy.entries {
      try PolicyPromises.check(entry)
    }
  }
}

/// What holds for every policy that is emitted.
enum PolicyPromises {
  /// It has a remark that Envoy refuses it if a check of its JSON against protobuf's rules says so, and only
  /// then; what every refusal's repair makes is taken.
  static func check(_ entry: ProxyRetries.Entry) throws {
    guard let policy = entry.action.policy else { return }
    let refusals = entry.remarks.filter { $0.code == .envoyRefuses }
    let problems = try problems(policy)
    try expect(problems.isEmpty == refusals.isEmpty, "\(problems), but it is said: \(refusals)")
    guard refusals.allSatisfy({ $0.repair != nil }),
      let repaired = entry.action.repaired(entry.remarks).policy
    else { return }
    let left = try Self.problems(repaired)
    try expect(left.isEmpty, "repaired, it is refused: \(left)")
  }

  private static func problems(_ policy: RetryPolicy) throws -> [String] {
    let route: JSONValue = ["route": ["retryPolicy": policy.json(names: .camel)]]
    let node = try JSONPromises.reread(Array(route.compactText.utf8))
    return ConfigCheck(node).problems.map(\.text)
  }
}
