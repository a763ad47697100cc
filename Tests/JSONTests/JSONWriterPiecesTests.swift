import JSON
import Testing

/// What is written piece by piece is what is written at once.
@Suite struct JSONWriterPiecesTests {
  /// Several pieces: every kind of value, keys that are given twice with values of many nodes, deep nesting.
  private static let text: String = {
    let member = #""k": {"a": [1, "é\n", null, {"b": true}], "b": "\u0001"}"#
    let long = String(repeating: "x", count: 90)
    let element = #"{\#(member), \#(member), "n": {}, "e": [], "long": "\#(long)"}"#
    let list = Array(repeating: element, count: 6000).joined(separator: ",")
    let deep = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
    let twice = #""twice": [\#(element)], "twice": [\#(element)]"#
    return #"{"list": [\#(list)], "deep": \#(deep), \#(twice)}"#
  }()

  @Test(arguments: [JSONWriter.Style.compact, .pretty(indent: 2)])
  func piecesMakeTheWhole(_ style: JSONWriter.Style) throws {
    let root = try #require(try JSONParser(text: Self.text).next()).root
    var whole = JSONWriter(style)
    whole.write(root)
    var pieces: [[UInt8]] = []
    var writer = JSONWriter(style)
    writer.write(root) { writer in
      pieces.append(writer.bytes)
      writer.removeAll()
    }
    #expect(pieces.count > 2)
    #expect(pieces.allSatisfy { $0.count <= 2 * JSONWriter.pieceSize })
    #expect(Array(pieces.joined()) + writer.bytes == whole.bytes)
    var value = JSONWriter(style)
    value.write(root.value)
    #expect(value.bytes == whole.bytes)
  }

  /// One text is one piece, however long.
  @Test func aLongTextIsWhole() throws {
    let text = "[\"" + String(repeating: "é", count: JSONWriter.pieceSize) + "\",1]"
    let root = try #require(try JSONParser(text: text).next()).root
    var written: [UInt8] = []
    var writer = JSONWriter()
    writer.write(root) { writer in
      written += writer.bytes
      writer.removeAll()
    }
    #expect(written + writer.bytes == Array(text.utf8))
  }
}
