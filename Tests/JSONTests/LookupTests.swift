import JSON
import Testing

/// Finding keys: exactly, in another letter case, and those that come twice.
@Suite struct LookupTests {
  @Test func membersAreFoundByTheirKeys() throws {
    let root = try #require(
      try JSONParser(text: #"{"a":{"b":1,"x":2},"b":[3],"":4,"a longer key, of two words":5}"#)
        .next()
    ).root
    #expect(root["b"]?[0]?.number?.text == "3")
    #expect(root["a"]?["b"]?.number?.text == "1")
    #expect(root[""]?.number?.text == "4")
    #expect(root[JSONKey("a longer key, of two words")]?.number?.text == "5")
    #expect(root["x"] == nil && root["a longer key, of two worlds"] == nil)
    #expect(root["b"]?["b"] == nil)
  }

  @Test(arguments: [
    ("spec", "SPEC", true), ("spec", "ſpec", true), ("kind", "\u{212A}IND", true),
    ("spec", "spe", false), ("spec", "specs", false), ("spec", "spéc", false), ("", "", true),
    ("to", "tö", false), ("default", "dEfAuLt", true), ("@", "`", false), ("[", "{", false),
  ])
  func lettersAreFolded(_ key: String, _ other: String, _ isEqual: Bool) throws {
    #expect(key.equalsIgnoringCase(other) == isEqual)
    #expect(other.equalsIgnoringCase(key) == isEqual)
    let object = JSONValue.object(["x": .bool(false), other: .bool(true)])
    let root = try #require(try JSONParser(text: object.compactText).next()).root
    #expect((root.memberIgnoringCase(key)?.value.bool == true) == isEqual)
  }

  /// Of the keys of large objects some come twice or more, near and far from each other.
  @Test(arguments: [25, 64, 1000, 20_000]) func equalKeysOfLargeObjectsAreFound(_ count: Int) throws
  {
    let keys = (0..<count).map { index in index % 7 == 3 ? "key \(index / 14)" : "key \(index)" }
    let text = "{" + keys.map { "\"\($0)\":0" }.joined(separator: ",") + "}"
    let document = try #require(try JSONParser(text: text).next())
    var last: [String: Int] = [:]
    var expected: [String] = []
    for (index, key) in keys.enumerated() where last.updateValue(index, forKey: key) != nil {
      expected.append(key)
    }
    #expect(document.duplicates.elements.map(\.key) == expected)
    #expect(document.root.count == last.count)
    for key in ["key 0", "key \(count - 1)", "key \(count)"] {
      #expect((document.root[key] != nil) == (last[key] != nil))
    }
  }
}
