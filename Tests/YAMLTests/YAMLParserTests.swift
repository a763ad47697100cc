import JSON
import Testing
import YAML

@Suite struct YAMLParserTests {
  private func texts(_ yaml: String) throws -> [String] {
    let parser = YAMLParser(ByteBuffer(yaml))
    var result: [String] = []
    while let document = try parser.next() { result.append(document.root.value.compactText) }
    return result
  }

  @Test(arguments: [
    ("y", "true"), ("No", "false"), ("yEs", "\"yEs\""), ("~", "null"), ("\"yes\"", "\"yes\""),
    ("0777", "511"), ("-010", "-8"), ("08", "8"), ("0x1F", "31"), ("0b11", "3"), ("0o17", "15"),
    ("1_000", "1000"), ("1.10", "1.1"), ("1e3", "1000"), ("1e21", "1e+21"), ("1e-7", "1e-7"),
    ("-0.0", "-0"), ("1e400", "\"1e400\""), ("18446744073709551615", "18446744073709551615"),
    ("18446744073709551616", "18446744073709552000"), ("2001-12-14", "\"2001-12-14\""),
    ("1:30", "\"1:30\""), (".5", "0.5"), ("!!str 5", "\"5\""), ("!!float 1", "1"),
    ("!!binary aGk=", "\"hi\""), ("!foo bar", "\"bar\""), ("0xG", "\"0xG\""),
  ]) func scalarsMeanWhatKumaTakesThemFor(_ yaml: String, _ json: String) throws {
    #expect(try texts("v: \(yaml)\n") == ["{\"v\":\(json)}"])
  }

  @Test(arguments: [
    ("y: 1", #"{"true":1}"#), ("0x10: 1", #"{"16":1}"#),
    ("0.1234567890123: 1", #"{"0.12345679":1}"#),
    ("16777217.0: 1", #"{"1.6777216e+07":1}"#), ("100000000.0: 1", #"{"1e+08":1}"#),
    (".inf: 1", #"{".inf":1}"#), ("'<<': {a: 1}", #"{"<<":{"a":1}}"#),
  ]) func keysBecomeText(_ yaml: String, _ json: String) throws {
    #expect(try texts(yaml) == [json])
  }

  @Test(arguments: [
    ("b: 3\n<<: {b: 2}", #"{"b":2}"#), ("<<: {b: 2}\nb: 3", #"{"b":3}"#),
    ("<<: [{a: 1}, {a: 2, b: 3}]", #"{"b":3,"a":1}"#),
    ("x: &x {a: 1}\nz:\n  <<: *x\n  b: 2", #"{"x":{"a":1},"z":{"a":1,"b":2}}"#),
    ("<<: {x: &y {c: 1}}\nz: *y", #"{"x":{"c":1},"z":{"c":1}}"#),
    ("&x a: *x", #"{"a":"a"}"#), ("a: &k k\n*k : v", #"{"a":"k","k":"v"}"#),
  ]) func mergeKeysAndAliases(_ yaml: String, _ json: String) throws {
    #expect(try texts(yaml) == [json])
  }

  @Test(arguments: [
    "? [a]\n: b", "~: 1", "9223372036854775808: 1", "v: .inf", "v: !!int abc", "v: !!binary x",
    "v: *nope", "v: &v [*v]", "<<: 1", "<<: [1]", "x: &x [1]\n<<: *x", "v: !!timestamp foo",
  ]) func whatHasNoJSONFormIsRefusedAndTheNextDocumentRead(_ yaml: String) throws {
    let parser = YAMLParser(ByteBuffer("\(yaml)\n---\nnext: 1\n"))
    let error = try #require(throws: YAMLError.self) { try parser.next() }
    #expect(!error.endsStream)
    #expect(try parser.next()?.root.value == ["next": 1])
    #expect(try parser.next() == nil)
  }

  @Test func documentsBeforeASyntaxErrorAreThere() throws {
    let parser = YAMLParser(ByteBuffer("a: 1\n---\nb: [1\nc: 2\n---\nd: 3\n"))
    #expect(try parser.next()?.root.value == ["a": 1])
    let error = try #require(throws: YAMLError.self) { try parser.next() }
    #expect(error.endsStream)
    #expect(error.position.line == 4)
    #expect(try parser.next() == nil)
  }

  @Test func streamsOfDocuments() throws {
    #expect(try texts("") == [])
    #expect(try texts("# nothing\n") == [])
    #expect(try texts("---\n") == ["null"])
    #expect(try texts("---\n---\na: 1\n...\n---\nb\n") == ["null", "{\"a\":1}", "\"b\""])
    #expect(try texts("\u{FEFF}a: \"é\"\r\nb: |\r\n  x\r\n") == ["{\"a\":\"é\",\"b\":\"x\\n\"}"])
  }

  @Test func positionsAreThoseOfTheText() throws {
    let yaml = "a: &x\n  é: 'v'\nb: *x\nc:\n"
    let root = try #require(try YAMLParser(ByteBuffer(yaml)).next()?.root)
    let value = try #require(root["a"]?["é"])
    #expect(value.range.start == Position(line: 2, column: 6))
    #expect(value.range.end == Position(line: 2, column: 9))
    let used = try #require(root["b"]?["é"])
    #expect(used.range == value.range)
    #expect(used.aliasRange?.start == Position(line: 3, column: 4))
    #expect(value.aliasRange == nil)
  }

  @Test func badBytesHaveAPosition() throws {
    let parser = YAMLParser(ByteBuffer(Array("a: 1\nb: é".utf8) + [0xFF, 0x0A]))
    let error = try #require(throws: YAMLError.self) { try parser.next() }
    #expect(error.position == Position(line: 2, column: 5))
    let nul = YAMLParser(ByteBuffer("a: \0\n"))
    #expect(throws: YAMLError.self) { try nul.next() }
  }

  @Test func nestingAndAliasesAreBounded() throws {
    let deep = YAMLParser(ByteBuffer(String(repeating: "- ", count: 10_001)))
    let error = try #require(throws: YAMLError.self) { try deep.next() }
    #expect(error.reason == .tooDeep(limit: 10_000))
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let aliased = YAMLParser(ByteBuffer(bomb))
    let refused = try #require(throws: YAMLError.self) { try aliased.next() }
    #expect(refused.reason == .excessiveAliasing)
    let text = String(repeating: "x", count: 1 << 20)
    let long = "a: &a \(text)\nb: [" + String(repeating: "*a, ", count: 1200) + "]\n"
    let written = YAMLParser(ByteBuffer(long))
    let large = try #require(throws: YAMLError.self) { try written.next() }
    #expect(large.reason == .tooDense)
    let tags = String(repeating: "%TAG !a! !b\n", count: 80_000) + "--- a\n"
    let tagged = YAMLParser(ByteBuffer(tags))
    let many = try #require(throws: YAMLError.self) { try tagged.next() }
    #expect(many.endsStream)
  }

  @Test func equalKeysAreReportedButNotThoseOfMerges() throws {
    let yaml = "a: 1\na: 2\nm: &m {k: 1}\no:\n  <<: *m\n  k: 2\n"
    let document = try #require(try YAMLParser(ByteBuffer(yaml)).next())
    #expect(document.duplicates.elements.map(\.key) == ["a"])
    #expect(document.overriddenMerges == 1)
    #expect(document.root.value == ["a": 2, "m": ["k": 1], "o": ["k": 2]])
  }
}
