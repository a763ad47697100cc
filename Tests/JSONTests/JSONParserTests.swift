import JSON
import Testing

@Suite struct JSONParserTests {
  /// Reads a text in small pieces, so that every token meets the end of the window.
  private struct Pieces: ByteSource {
    var rest: ArraySlice<UInt8>
    let size: Int

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
      let piece = rest.prefix(min(size, buffer.count))
      buffer.copyBytes(from: piece)
      rest = rest.dropFirst(piece.count)
      return piece.count
    }
  }

  private func texts(_ parser: JSONParser) throws -> [String] {
    var result: [String] = []
    while let document = try parser.next() { result.append(document.root.value.compactText) }
    return result
  }

  @Test(arguments: [
    "9007199254740993", "1.10", "1e1000", "-0", "0.1E+2", "null", "true", "\"\"", "[]", "{}",
    #"{"a":[1,{"b":null}],"c":"é"}"#, #""\u0000""#, #""\"\\""#, "\"\u{7F}\"",
  ]) func survives(_ text: String) throws {
    #expect(try texts(JSONParser(text: text)) == [text])
  }

  @Test func escapesAreDecoded() throws {
    let text = #""\u00e9\n\/\ud83d\ude00""#
    let document = try #require(try JSONParser(text: text).next())
    #expect(document.root.string == "é\n/😀")
  }

  @Test(arguments: [1, 2, 3, 7, 64]) func takesAnyNumberOfDocumentsInPieces(_ size: Int) throws {
    let text = "\u{FEFF}{}{\"a\":1.50}\n[true,false]  \"x\\\"y\" 12 34\nnull"
    let parser = JSONParser(Pieces(rest: Array(text.utf8)[...], size: size))
    #expect(
      try texts(parser)
        == ["{}", "{\"a\":1.50}", "[true,false]", #""x\"y""#, "12", "34", "null"])
  }

  @Test func positionsCountScalars() throws {
    let text = "{\n  \"é\": [1, \"😀x\"],\n  \"b\": {}\n}"
    let root = try #require(try JSONParser(text: text).next()?.root)
    let member = try #require(root.member("é"))
    #expect(member.key.range.start == Position(line: 2, column: 3))
    #expect(member.key.range.end == Position(line: 2, column: 6))
    let second = try #require(member.value[1])
    #expect(second.range.start == Position(line: 2, column: 12))
    #expect(second.range.end == Position(line: 2, column: 16))
    #expect(root["b"]?.range.start == Position(line: 3, column: 8))
    #expect(root.range.end == Position(line: 4, column: 2))
  }

  @Test(arguments: [
    ("[1,]", 1, 4, "unexpected ']', expected a value"),
    ("{\"a\" 1}", 1, 6, "unexpected '1', expected ':'"),
    ("{\"a\":1,}", 1, 8, "unexpected '}', expected a key"),
    ("[1", 1, 3, "unexpected end of input, expected ',' or ']'"),
    ("01", 1, 1, "invalid number"), ("+1", 1, 1, "unexpected '+', expected a value"),
    ("[1.]", 1, 2, "invalid number"), ("nul", 1, 1, "unexpected 'n', expected a value"),
    ("\n\"a\u{01}b\"", 2, 3, "control character U+0001 in string must be escaped"),
    ("\"a\\x\"", 1, 3, "invalid escape in string"),
    ("\"\\ud800\"", 1, 2, "lone surrogate in string escape"),
    ("\"\\ud800\\u0041\"", 1, 2, "lone surrogate in string escape"),
    ("\"ab", 1, 1, "unexpected end of input, expected '\"' to end the string"),
    ("[\0]", 1, 2, "unexpected NUL byte, expected a value or ']'"),
  ]) func refuses(_ text: String, _ line: UInt32, _ column: UInt32, _ message: String) throws {
    let error = try #require(throws: JSONSyntaxError.self) { try JSONParser(text: text).next() }
    #expect(error.message == message)
    #expect(error.position == Position(line: line, column: column))
  }

  @Test(arguments: [
    [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
  ])
  func refusesInvalidUTF8(_ bytes: [UInt8]) throws {
    let quote = UInt8(ascii: "\"")
    let parser = JSONParser(ByteBuffer([quote, 0x61] + bytes + [quote]))
    let error = try #require(throws: JSONSyntaxError.self) { try parser.next() }
    #expect(error.reason == .invalidUTF8)
    #expect(error.position == Position(line: 1, column: 3))
  }

  @Test func lastOfEqualKeysIsInForce() throws {
    let document = try #require(try JSONParser(text: #"{"a":1,"b":2,"a":3,"a":4}"#).next())
    #expect(document.root.value.compactText == #"{"b":2,"a":4}"#)
    #expect(document.duplicates.elements.map(\.key) == ["a", "a"])
    #expect(document.root.count == 2)
    var writer = JSONWriter()
    writer.write(document.root)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"b":2,"a":4}"#)
  }

  @Test func wideObjectsKeepTheirKeys() throws {
    let members = (0..<1000).map { "\"k\($0 % 900)\":\($0)" }.joined(separator: ",")
    let document = try #require(try JSONParser(text: "{\(members)}").next())
    #expect(document.duplicates.elements.count == 100)
    #expect(document.root["k50"]?.number?.text == "950")
    #expect(document.root["k899"]?.number?.text == "899")
  }

  @Test func depthIsBoundedWithoutTheCallStack() throws {
    let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
    let document = try #require(try JSONParser(text: deep).next())
    var writer = JSONWriter()
    writer.write(document.root)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == deep)
    let error = try #require(throws: JSONSyntaxError.self) {
      try JSONParser(text: "[" + deep + "]").next()
    }
    #expect(error.reason == .tooDeep(limit: 10_000))
  }

  @Test func nothingFollowsAnError() throws {
    let parser = JSONParser(text: "1 } 2")
    #expect(try parser.next() != nil)
    #expect(throws: JSONSyntaxError.self) { try parser.next() }
    #expect(try parser.next() == nil)
  }
}
