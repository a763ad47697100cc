import JSON
import MeshRetryCore
import Testing

/// What holds for all confs, policies and meshes, tried on many that a seeded generator makes.
@Suite struct PropertyTests {
  /// Where two sides agree on what is an object, and nothing is null, merging may be done in parts: Kuma's
  /// confs are so, because they are typed.
  @Test func mergingOfConfsIsAssociative() throws {
    for seed in 0..<1000 {
      var generator = PropertyGenerator(seed: seed)
      let (a, b, c) = (generator.conf(), generator.conf(), generator.conf())
      let all = ConfMerge.merge([a, b, c])
      let left = try [#require(ConfMerge.merge([a, b])), c]
      let right = try [a, #require(ConfMerge.merge([b, c]))]
      #expect(ConfMerge.merge(left) == all, "seed \(seed)")
      #expect(ConfMerge.merge(right) == all, "seed \(seed)")
      #expect(ConfMerge.merge([[:], a]) == a && ConfMerge.merge([a, [:]]) == a, "seed \(seed)")
    }
  }

  /// Elsewhere it is not: the bounds of the law above.
  @Test(arguments: [
    (#"{"x":1}"#, #"{"x":1}"#, #"{"x":null}"#), (#"{"x":{"y":1}}"#, #"{"x":1}"#, #"{"x":{"z":1}}"#),
  ])
  func nullsAndMixedKindsAreNot(a: String, b: String, c: String) throws {
    let confs = try [a, b, c].map { try envoyNode($0).value }
    let part = try #require(ConfMerge.merge(confs[1...]))
    #expect(ConfMerge.merge(confs) != ConfMerge.merge([confs[0], part]))
  }

  @Test(arguments: Release.newestPatches)
  func orderOfTheInputDoesNotMatter(release: Release) throws {
    for seed in 0..<10 {
      var generator = PropertyGenerator(seed: seed)
      let resources = generator.mesh()
      let answers = try answers(resources, release)
      #expect(answers.count == 3)
      for _ in 0..<3 {
        #expect(try self.answers(generator.shuffled(resources), release) == answers, "seed \(seed)")
      }
    }
  }

  private func answers(_ resources: [JSONValue], _ release: Release) throws -> [String: String] {
    let mesh = try MatchingTestMesh(
      resources.map(\.compactText).joined(separator: "\n"), release: release)
    return try ["web-1", "backend-1", "db-1"].reduce(into: [:]) {
      $0[$1] = try mesh.resolve($1).json.compactText
    }
  }

  /// Both forms can say the name of a policy in Kuma's own namespace; labels need a release that has them.
  @Test(arguments: Release.newestPatches) func formsTurnIntoEachOther(release: Release) throws {
    let conversion = EnvelopeConversion(release: release)
    for seed in 0..<100 {
      var generator = PropertyGenerator(seed: seed)
      let policy = generator.policy("web")
      let kubernetes = try #require(
        conversion.convert(envoyNode(policy.compactText), to: .kubernetes))
      let back = try #require(
        conversion.convert(envoyNode(kubernetes.compactText), to: .universal))
      guard release.has(.universalLabels) else {
        #expect(back["spec"] == policy["spec"] && back["name"] == policy["name"], "seed \(seed)")
        continue
      }
      #expect(back == policy, "seed \(seed)")
      let again = conversion.convert(try envoyNode(back.compactText), to: .kubernetes)
      #expect(again == kubernetes, "seed \(seed)")
    }
  }

  /// What the mapping says of a policy is what a check of its JSON against protobuf's rules says; and what
  /// `--repair` makes is taken, or it says why not.
  @Test(arguments: Release.newestPatches) func policiesAreValidOrRefused(release: Release) throws {
    let mapping = RetryPolicyMapping(release: release)
    var (valid, refused) = (0, 0)
    for seed in 0..<150 {
      var generator = PropertyGenerator(seed: seed)
      let conf = try envoyConf(generator.conf().compactText)
      for section in [EffectiveMeshRetry.Section.http, .grpc] {
        let remarks = mapping.remarks(section, conf)
        let refusals = remarks.filter { $0.code == .envoyRefuses }
        let action = mapping.action(section, conf)
        guard let policy = action.policy else { continue }
        let problems = try problems(policy)
        #expect(problems.isEmpty == refusals.isEmpty, "seed \(seed): \(problems), \(refusals)")
        if problems.isEmpty { valid += 1 } else { refused += 1 }
        guard refusals.allSatisfy({ $0.repair != nil }) else { continue }
        let repaired = try #require(action.repaired(remarks).policy)
        #expect(try self.problems(repaired) == [], "seed \(seed)")
      }
    }
    #expect(
      valid > 20 && refused > 20, "\(valid) valid, \(refused) refused: the generator is lopsided")
  }

  private func problems(_ policy: RetryPolicy) throws -> [String] {
    let route: JSONValue = ["route": ["retryPolicy": policy.json(names: .camel)]]
    return ConfigCheck(try envoyNode(route.compactText)).problems.map(\.text)
  }
}
