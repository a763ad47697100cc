import JSON
import Testing

@testable import YAML

/// How Kuma and kubectl cut a text, and where the parts stand in it.
@Suite struct SplitterTests {
  @Test(arguments: [
    ("a: 1\n---\nb: 2\n", ["{\"a\":1}", "{\"b\":2}"]),
    ("---\n---\n", ["null"]),
    ("a: |\n  x\n", ["{\"a\":\"x\"}"]),
    ("--- a: 1\n", ["{\"a\":1}"]),
    ("a: 1\n----b: 2\n", ["{\"a\":1}", "{\"-b\":2}"]),
    ("---\n  a: 1\n  b: 2\n", ["error"]),
    ("# c\n---\na: 1\n", ["null", "{\"a\":1}"]),
  ])
  func kuma(_ text: String, _ expected: [String]) throws {
    #expect(try values(text, .kuma(dropsCommentLine: false)) == expected)
  }

  @Test func oneLineOfCommentIsDroppedLater() throws {
    let text = "# c\n---\na: 1\n"
    #expect(try values(text, .kuma(dropsCommentLine: true)) == ["{\"a\":1}"])
    #expect(try values("# c\n" + text, .kuma(dropsCommentLine: true)) == ["null", "{\"a\":1}"])
  }

  @Test(arguments: [
    ("a: |\n  x\n---\n# none\n---\nb: 2", ["{\"a\":\"x\\n\"}", "{\"b\":2}"]),
    ("a: 1\n---x\nb: 2\n", ["error"]),
    ("{\"a\":1}\n{\"b\":2}\n", ["{\"a\":1}", "{\"b\":2}"]),
    ("a: 1\n---\nb: [\n---\nc: 3\n", ["{\"a\":1}", "error"]),
  ])
  func kubernetes(_ text: String, _ expected: [String]) throws {
    #expect(try values(text, .kubernetes(goesOnWithYAML: false)) == expected)
  }

  @Test func afterJSONThereMayBeYAML() throws {
    let text = "{\"a\":1}\n---\nb: 2\n"
    #expect(try values(text, .kubernetes(goesOnWithYAML: true)) == ["{\"a\":1}", "{\"b\":2}"])
    #expect(try values(text, .kubernetes(goesOnWithYAML: false)) == ["{\"a\":1}", "error"])
  }

  @Test func placesAreThoseOfTheWholeText() throws {
    let parser = try SplitParser(
      ByteBuffer("a: 1\n---   \n\n  b: 2\n"), by: .kuma(dropsCommentLine: false))
    _ = try parser.next()
    let second = try #require(try parser.next())
    let place = try #require(second.root["b"]?.range.start)
    #expect(place == Position(line: 4, column: 6))
  }

  private func values(_ text: String, _ splitter: DocumentSplitter) throws -> [String] {
    let parser = try SplitParser(ByteBuffer(text), by: splitter)
    var result: [String] = []
    while result.count < 9 {
      do {
        guard let document = try parser.next() else { break }
        result.append(document.root.value.compactText)
      } catch is YAMLError {
        result.append("error")
      }
    }
    return result
  }
}
