import JSON
import Testing
import YAML

@testable import MeshRetryCore

/// What is known of a mesh is bounded, and it is said when that is too little.
@Suite struct MeshInventoryTests {
  private let release = Release(2, 3, 7)
  private let policy = """
    type: MeshRetry
    mesh: default
    name: a
    spec:
      targetRef: {kind: MeshService, name: nowhere}
      to:
      - targetRef: {kind: Mesh}
        default: {http: {numRetries: 3}}
    """

  private func proxy(_ name: String) -> String {
    """
    type: Dataplane
    mesh: default
    name: \(name)
    networking:
      address: 10.0.0.1
      inbound:
      - port: 80
        tags: {kuma.io/service: \(name)}
    """
  }

  private func codes(_ linters: [[String]]) throws -> [RuleCode] {
    let judge = PolicyJudge(release: release)
    let empty = MeshLinter(
      inventory: MeshInventory(release: release, limit: 40_000), release: release)
    var all = empty
    for texts in linters {
      var linter = empty
      for text in texts {
        let root = try #require(try YAMLParser(ByteBuffer(text)).next()).root
        linter.add(root, judge.verdict(on: root, file: "f"), file: "f")
      }
      all.add(linter)
    }
    var codes: [RuleCode] = []
    try all.check { codes += $0.map(\.code) }
    return codes
  }

  @Test func aPolicyIsComparedWithWhatIsKnown() throws {
    #expect(try codes([[proxy("web"), policy]]) == [.targetsNothing])
  }

  /// In one file, in all of them, or with what they know taken together.
  @Test func beyondTheLimitNothingIsCompared() throws {
    let large = (0..<100).map { proxy("proxy-\($0)") }
    #expect(try codes([large + [policy]]) == [.meshTooLarge])
    #expect(try codes([large, [proxy("web"), policy]]) == [.meshTooLarge])
    #expect(try codes([Array(large[..<50]), Array(large[50...]) + [policy]]) == [.meshTooLarge])
    #expect(try codes([Array(large[..<50]) + [policy]]) == [.targetsNothing])
    // The same names again are nothing more.
    let few = Array(large[..<50])
    #expect(try codes([few, few, few + [policy]]) == [.targetsNothing])
    #expect(try codes([large]).isEmpty)
  }

  /// Comments that suppress have a bit for every rule.
  @Test func thereAreFewerThan128Rules() { #expect(RuleCode.allCases.count < 128) }
}
