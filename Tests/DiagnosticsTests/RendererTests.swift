import Diagnostics
import JSON
import MeshRetryCore
import Testing

@Suite struct RendererTests {
  private func finding(line: UInt32, column: UInt32, length: UInt32) -> Finding {
    let start = Position(line: line, column: column)
    let end = Position(line: line, column: column + length)
    return Finding(
      .unknownRetryOn, "unknown retryOn item '5XX'",
      at: SourceLocation(file: "retry.yaml", range: TextRange(start: start, end: end)),
      path: "spec.to[0].default.http.retryOn[0]",
      resource: ResourceName(type: "MeshRetry", mesh: "default", name: "web"),
      kuma: .init(stage: .validator, field: "f", message: "m"))
  }

  @Test func textIsGNUs() {
    #expect(
      TextRenderer().render(finding(line: 14, column: 9, length: 3))
        == "retry.yaml:14:9: error: unknown retryOn item '5XX' [MR012]\n")
  }

  @Test func theCaretStandsBelowThePlace() {
    let renderer = TextRenderer(excerpt: { _, _ in "\tretryOn: [é, 5XX]" })
    #expect(
      renderer.render(finding(line: 2, column: 15, length: 3)) == """
        retry.yaml:2:15: error: unknown retryOn item '5XX' [MR012]
          2 | \tretryOn: [é, 5XX]
            | \t             ^^^

        """)
  }

  @Test func theCaretIsAsWideAsWhatItMarks() {
    let line = "[日本, e\u{301}, 🎉, ﾊ, \u{202E}5XX, 한]"
    let renderer = TextRenderer(excerpt: { _, _ in line })
    func caret(_ column: UInt32, _ length: UInt32) -> String {
      let text = renderer.render(finding(line: 1, column: column, length: length))
      return String(text.split(separator: "\n")[2].dropFirst("    | ".count))
    }
    #expect(caret(2, 2) == " ^^^^")
    #expect(caret(6, 2) == "       ^")
    #expect(caret(10, 1) == "          ^^")
    #expect(caret(13, 1) == "              ^")
    #expect(caret(16, 4) == "                 ^^^^^^^^^^^")
    #expect(caret(22, 1) == "                              ^^")
  }

  @Test func longLinesShowAWindow() {
    let line = String(repeating: "x", count: 300)
    let text = TextRenderer(excerpt: { _, _ in line }).render(
      finding(line: 1, column: 250, length: 3))
    #expect(text.split(separator: "\n").allSatisfy { $0.count < 90 })
    #expect(text.contains("^^^"))
  }

  @Test func controlCharactersDoNotReachTheTerminal() {
    var finding = finding(line: 1, column: 1, length: 1)
    finding.message = "a\u{1B}[31mb\u{7}"
    finding.location?.file = "a\u{1B}[2J\n.yaml"
    let text = TextRenderer(excerpt: { _, _ in "x\u{1B}]0;y" }).render(finding)
    #expect(!text.unicodeScalars.contains("\u{1B}"))
    #expect(text.contains("a\\u{1b}[31mb\\u{7}"))
    #expect(text.hasPrefix("a\\u{1b}[2J\\u{a}.yaml:1:1: error: "))
  }

  @Test func jsonHasItsKeysInOrder() {
    #expect(
      JSONRenderer().render(finding(line: 14, column: 9, length: 3)) == """
        {"code":"MR012","severity":"error","message":"unknown retryOn item '5XX'","file":"retry.yaml",\
        "line":14,"column":9,"endLine":14,"endColumn":12,"path":"spec.to[0].default.http.retryOn[0]",\
        "resource":{"type":"MeshRetry","mesh":"default","name":"web"},\
        "kuma":{"stage":"validator","field":"f","message":"m"}}

        """)
  }
}
