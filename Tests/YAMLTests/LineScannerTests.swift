import JSON
import Testing

@testable import YAML

/// What is found on lines, beside the parser.
@Suite struct LineScannerTests {
  @Test func separatorsKnowWhatStandsBetweenThem() {
    let marks = scan("# one\n# two\n---\na: 1\n--- # c\n---x\n")
    #expect(
      marks == [
        TextMark(
          line: 3,
          kind: .separator(rest: .nothing, before: .init(commentLines: 2, hasContent: false))),
        TextMark(
          line: 5, kind: .separator(rest: .comment, before: .init(hasContent: true))),
        TextMark(line: 6, kind: .separator(rest: .content, before: .init())),
        TextMark(line: 7, kind: .end(before: .init(hasContent: true))),
      ])
  }

  @Test func suppressionsAreForTheirLineOrTheNextWithSomethingOnIt() {
    let marks = scan("a: 1 # mr:disable=MR001 why\n# mr:disable=MR002,MR003\n\n# more\n---\nb: 2\n")
    let found = marks.compactMap { mark -> (UInt32, TextMark.Suppression)? in
      if case .suppression(let comment) = mark.kind { (mark.line, comment) } else { nil }
    }
    #expect(found.map(\.0) == [1, 6])
    #expect(found.map(\.1.codes) == [["MR001"], ["MR002", "MR003"]])
    #expect(found.map(\.1.line) == [1, 2])
    #expect(found.map(\.1.column) == [6, 1])
    #expect(found.map(\.1.standsAlone) == [false, true])
  }

  @Test func helmNamesItsTemplates() {
    let marks = scan("---\n# Source: web/templates/retry.yaml\r\nkind: A\n")
    #expect(
      marks.contains(TextMark(line: 2, kind: .source("web/templates/retry.yaml"))))
  }

  @Test func aLineLongerThanWhatIsKeptDoesNotHideTheNext() throws {
    let long = "a: " + String(repeating: "x", count: 600_000)
    let parser = YAMLParser(ByteBuffer(long + "\nb: 1 # mr:disable=MR001\n"))
    _ = try parser.next()
    let lines = parser.takeMarks().map(\.line)
    #expect(lines == [2, 3])
  }

  @Test func wordsThatYAMLReadsOtherwise() throws {
    let parser = YAMLParser(
      ByteBuffer("on: 010\nb: [yes, true, 08, 0x1F, 0, 1_0, 1e3, 'no', !!str no]\n0x10: 0\n"))
    _ = try parser.next()
    #expect(parser.surprises.elements.map(\.text) == ["on", "010", "yes", "08", "1_0", "0x10"])
    #expect(parser.surprises.elements.map(\.value) == ["true", "8", "true", "8", "10", "16"])
    #expect(parser.surprises.elements.map(\.isKey) == [true, false, false, false, false, true])
  }

  private func scan(_ text: String) -> [TextMark] {
    var scanner = LineScanner()
    let bytes = Array(text.utf8)
    bytes.withUnsafeBufferPointer { scanner.scan($0) }
    scanner.finish()
    return scanner.marks
  }
}
