import JSON
import Testing

@testable import YAML

/// Documents that are read without libyaml: that they are, and that nobody can tell.
@Suite struct PlainReaderTests {
  /// Most of them so that an end, or a missing value, stands where one would not look for it.
  static let plain = [
    "a: 1\n", "a: 1", "a:\n  b: 1\n  ", "a:\n    b: 1\n  # c", "  a: 1\n  b: 2\n", "a:\n\n\nb:\n",
    "---\n", "---", "--- # c\n# d\n", "---\na: 1\n---\n---\nb: 2\n---", "# only\n", "",
    "a:\n- 1\n- 2\nb: 3\n", "a:\n- b: 1\n  c: 2\n-\n- d:\ne: 3\n", "a:\n  -\n  - x\n  -\nb:\n",
    "- a\n- - b\n  - c\n-   - d: 1\n      e: 2\n- f\n", "-\n  a: 1\n-\n  - b\n", "- - - -\n",
    "a:\n  - b:\n    - c\n    - d: x\n  - e\n", "-   a:   1   # c\n    b:   'c'  # d\n",
    "'a b': \"c # d\"\n\"e\": 'f: g'\n\"\": ''\n",
    "a: [x, 'y z', \"w\"]\nb: {c: d, e: [], f: {}}\n",
    "a: []  # c\nb: [[1, 2], {c: [3]}]\n", "a: b#c\nd:e: f\ng : h\nhttp://x: http://y:80/z\n",
    "yes: on\n010: 0x1F\n1.5: 1e3\nx: .5\n", "<<: {a: 1}\nb: 2\n", "a: 1\na: 2\nb: {c: 1, c: 2}\n",
    "a: -1\n-b: -c\n--x: 1\n", "a: (b) ~c $d ^e ;f =g <h \\i\n",
    "é: ü # ö\nb: [ä, 'ß']\n-x: \u{3000}\u{10FFFF}\n", "é:\n- ü: 'a'\n  # ö",
    "a: x, [y] {z} & * ! | > ' \" % @ `\n",
  ]

  @Test(arguments: plain)
  func isReadAsLibyamlReadsIt(_ text: String) throws {
    let parser = YAMLParser(ByteBuffer(text))
    let other = YAMLParser(ByteBuffer(text), readsPlain: false)
    while let document = try parser.next() {
      let expected = try #require(try other.next())
      #expect(document.isIdentical(to: expected))
      #expect(parser.layout == other.layout)
      #expect(parser.surprises == other.surprises)
    }
    #expect(try other.next() == nil)
    #expect(parser.takeMarks() == other.takeMarks())
    #expect(parser.libyamlStarts == 0)
  }

  /// What has another meaning than it seems, is a mistake, or is too rare to be read twice.
  @Test(arguments: [
    "a\n", "[a]\n", "a: &x 1\n", "a: *x\n", "a: !!int 1\n", "a: |\n  b\n", "a: >\n  b\n",
    "? a\n: b\n",
    "a: b\n  c\n", "a:\n  b\n", "- a\n  b\n", "a: b: c\n", "a: - b\n", "a: \"b\\n\"\n",
    "a: 'b''c'\n",
    "a: 'b\n  c'\n", "a: [b,\n  c]\n", "a: [b: c]\n", "a: [b, ]\n", "a: {b}\n", "a: 'b' c\n",
    "a: [b] c\n", "a: [b]#c\n", "a:\t1\n", "a: 1\r\n", "a: \u{85}b\n", "a: \u{2028}b\n",
    "a: b\u{FEFF}\n", "a: \u{9F}\n", "...\n", "a: 1\n...\n",
    "... : 1\n",
    "%YAML 1.1\n---\na: 1\n", "--- a\n", "---x: 1\n", "a: 1\nb\n", "a: 1\n b: 2\n", "a: 1\n- b\n",
    "  a: 1\nb: 2\n", "- a\nb: 1\n", "a: @b\n", "a: %b\n", "a: `b\n", "[a]: b\n", "{a: b}: c\n",
    "\(String(repeating: "k", count: 1100)): 1\n", "a: \u{7F}\n", "\u{FEFF}a: 1\n",
  ])
  func isLeftToLibyaml(_ text: String) {
    let parser = YAMLParser(ByteBuffer(text))
    let other = YAMLParser(ByteBuffer(text), readsPlain: false)
    #expect(result(of: parser) == result(of: other))
    #expect(parser.libyamlStarts > 0)
  }

  @Test func plainDocumentsFollowOthers() throws {
    let text = "a: 1\n---\nb: &x é\n---\nc: 3\n---\nd: |\n  x\n...\n---\ne: 5\n---\nf: 6\n"
    let parser = YAMLParser(ByteBuffer(text))
    var lines: [UInt32] = []
    while let document = try parser.next() { lines.append(document.root.range.start.line) }
    #expect(lines == [1, 3, 5, 7, 11, 13])
    #expect(parser.libyamlStarts == 2)
  }

  /// Each time it was in vain, libyaml gets twice as many documents before the next attempt.
  @Test func textsThatAreNotPlainAreNotTriedAgainAndAgain() throws {
    let parser = YAMLParser(ByteBuffer(String(repeating: "---\na: !!str é\n", count: 5000)))
    while try parser.next() != nil {}
    #expect(parser.libyamlStarts < 20)
  }

  private func result(of parser: YAMLParser) -> String {
    do {
      guard let document = try parser.next() else { return "nothing" }
      var writer = JSONWriter()
      writer.write(document.root)
      return String(decoding: writer.bytes, as: UTF8.self)
    } catch {
      return "\(error)"
    }
  }
}
