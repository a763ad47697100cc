import Foundation
import MeshRetryCore
import Testing

/// The examples of every rule as a user meets them: mr-parse has the finding on the bad one and not on the
/// good one. The rules about the text of a file show themselves only here.
@Suite struct RuleExampleTests {
  @Test(arguments: RuleCatalogue.texts.map(\.code)) func bothWays(_ code: RuleCode) throws {
    let text = try #require(RuleCatalogue.text(code))
    let release = try #require(
      ([.documented] + Release.newestPatches).first(where: text.releases.contains))
    let folder = try Shell.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for (example, isBad) in [(text.bad, true), (text.good, false)] {
      guard let example else { continue }
      let outcome = try Shell.run(
        "mr-parse --check --notes --report json --release \(release.line)", in: folder,
        input: Data(example.input.utf8))
      let report = String(decoding: outcome.output, as: UTF8.self)
      #expect(report.contains("\"code\":\"\(code.rawValue)\"") == isBad, "\(isBad): \(report)")
      if isBad && code.severity == .error { #expect(outcome.status > 0) }
    }
  }

  @Test func everyRuleOfMrParseHasExamples() {
    let without = RuleCatalogue.texts.filter { $0.bad == nil || $0.good == nil }.map(\.code)
    #expect(
      without == [.convertedNames, .meshTooLarge],
      "what --to says has a command case, a mesh that is too large a unit test")
  }
}
