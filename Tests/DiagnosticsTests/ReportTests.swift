import JSON
import MeshRetryCore
import Testing

@testable import Diagnostics

/// The forms of a report, as the systems that read them want them.
@Suite struct ReportTests {
  private let finding: Finding = {
    let range = TextRange(
      start: Position(line: 3, column: 5), end: Position(line: 3, column: 8))
    var finding = Finding(
      .unknownRetryOn, "unknown: 100%,\nreally",
      at: SourceLocation(file: "a:b,c/ä d.yaml", range: range),
      resource: ResourceName(type: "MeshRetry", mesh: "default", name: "web<1>"))
    finding.help = "write & see"
    return finding
  }()

  @Test func gitHubEscapes() {
    let text = GitHubRenderer().render(finding)
    #expect(
      text == """
        ::error file=a%3Ab%2Cc/ä d.yaml,line=3,endLine=3,col=5,endColumn=8,title=MR012::unknown: \
        100%25,%0Areally [MR012]%0Ahelp: write & see

        """)
  }

  @Test func sarifIsWhatItsSchemaAsksFor() throws {
    var renderer = SARIFRenderer(tool: "mr-parse", version: "1.0.0")
    let text =
      renderer.begin() + renderer.render(finding) + renderer.render(finding) + renderer.end()
    let log = try #require(try JSONParser(text: text).next()).root
    #expect(log["version"]?.string == "2.1.0")
    let run = try #require(log["runs"]?[0])
    #expect(run["columnKind"]?.string == "unicodeCodePoints")
    let results = try #require(run["results"])
    #expect(results.count == 2)
    let first = try #require(results[0])
    let rules = try #require(run["tool"]?["driver"]?["rules"])
    let index: Int = try #require(first["ruleIndex"]?.number?.integer())
    #expect(rules[index]?["id"]?.string == "MR012")
    let place = first["locations"]?[0]?["physicalLocation"]
    #expect(place?["artifactLocation"]?["uri"]?.string == "a%3Ab,c/%C3%A4%20d.yaml")
    #expect(place?["region"]?["endColumn"]?.number?.text == "8")
    let prints = results.elements.map { $0["partialFingerprints"]?["meshretry/v1"]?.string ?? "" }
    #expect(Set(prints).count == 2)
  }

  @Test func cleanSARIFHasAnEmptyList() throws {
    let renderer = SARIFRenderer(tool: "mr-parse", version: "1.0.0")
    let log = try #require(try JSONParser(text: renderer.begin() + renderer.end()).next()).root
    #expect(log["runs"]?[0]?["results"]?.count == 0)
  }

  @Test func jUnitCountsResources() {
    var renderer = JUnitRenderer(tool: "mr-parse", isFailure: { $0 == .error })
    renderer.looked(at: ResourceName(type: "MeshRetry", mesh: "default", name: "fine"), in: "a")
    _ = renderer.render(finding)
    let text = renderer.end()
    #expect(text.contains("tests=\"2\" failures=\"1\""))
    #expect(text.contains("name=\"MeshRetry/default/web&lt;1&gt;\""))
    #expect(text.contains("message=\"unknown: 100%,&#10;really\""))
  }

  @Test func everyRuleHasATitleAndTextsAreInOrder() {
    #expect(RuleCode.allCases.allSatisfy { !$0.title.isEmpty })
    let codes = RuleCatalogue.texts.map(\.code.rawValue)
    #expect(codes == codes.sorted())
    #expect(Set(codes).count == codes.count)
  }
}
