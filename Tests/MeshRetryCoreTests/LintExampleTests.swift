import JSON
import Testing
import YAML

@testable import MeshRetryCore

/// The examples of the rules are their tests: the bad one has the finding, the good one has none of
/// that code, in the newest patch of every release line for which the rule holds.
@Suite struct LintExampleTests {
  /// Codes whose findings are made elsewhere than by judge and linter: of the text, and of the mesh.
  private static let madeElsewhere: Set<RuleCode> = [
    .syntax, .unreadableDocument, .duplicateKey, .yamlSurprise, .splitterDifference,
    .unusedSuppression, .convertedNames, .meshTooLarge,
  ]

  static let codes = RuleCatalogue.texts.map(\.code).filter { !madeElsewhere.contains($0) }

  @Test("each bad example has its finding", arguments: codes)
  func bad(_ code: RuleCode) throws {
    let text = try #require(RuleCatalogue.text(code))
    guard let bad = text.bad else { return }
    for release in Release.newestPatches where text.releases.contains(release) {
      let codes = try Lint.codes(bad.input, release)
      #expect(codes.contains(text.code), "\(release): \(codes)")
    }
  }

  @Test("no good example has it", arguments: codes)
  func good(_ code: RuleCode) throws {
    let text = try #require(RuleCatalogue.text(code))
    guard let good = text.good else { return }
    for release in Release.newestPatches {
      let codes = try Lint.codes(good.input, release)
      #expect(!codes.contains(text.code), "\(release): \(codes)")
      // What is recommended must not be refused.
      if text.releases.contains(release) {
        #expect(!codes.contains { $0.severity == .error }, "\(release): \(codes)")
      }
    }
  }

  @Test("outside its releases a rule is silent", arguments: codes)
  func silent(_ code: RuleCode) throws {
    let text = try #require(RuleCatalogue.text(code))
    guard let bad = text.bad else { return }
    for release in Release.newestPatches where !text.releases.contains(release) {
      #expect(try !Lint.codes(bad.input, release).contains(text.code), "\(release)")
    }
  }
}

/// Findings of judge, linter and mesh rules on an input.
enum Lint {
  static func findings(_ input: String, _ release: Release) throws -> [Finding] {
    let parser = YAMLParser(ByteBuffer(input))
    let judge = PolicyJudge(release: release)
    let linter = Linter(release: release)
    var mesh = MeshLinter(release: release)
    var findings: [Finding] = []
    while let document = try parser.next() {
      for root in ResourceList.unwrap(document.root) {
        let verdict = judge.verdict(on: root, file: "input", linter: linter)
        findings += verdict.findings
        mesh.add(root, verdict, file: "input")
      }
    }
    try mesh.check { findings += $0 }
    return findings
  }

  static func codes(_ input: String, _ release: Release) throws -> Set<RuleCode> {
    Set(try findings(input, release).map(\.code))
  }
}
