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
  /// Whether it is refused is what our own check of its JSON says too, and it is said.
  static func check(_ entry: ProxyRetries.Entry) throws {
    let isRemarked = entry.remarks.contains { $0.code == .envoyRefuses }
    guard let policy = entry.action.policy else { return }
    try expect(policy.violations.isEmpty == !isRemarked, "refused without a word, or the other way")
    let repaired = entry.action.repaired(entry.remarks).policy ?? policy
    let unrepaired = entry.remarks.contains { $0.code == .envoyRefuses && $0.repair == nil }
    try expect(
      repaired.violations.isEmpty || unrepaired, "repaired, it is refused: \(repaired.violations)")
  }
}
