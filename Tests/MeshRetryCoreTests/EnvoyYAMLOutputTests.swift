import JSON
import Testing

@Suite struct EnvoyYAMLOutputTests {
  private func yaml(_ value: JSONValue) -> String {
    var writer = YAMLWriter()
    writer.write(value)
    return writer.text
  }

  @Test func blocks() {
    let value: JSONValue = [
      "a": 1, "list": [["x": 1, "y": [2, 3]], [], [[4]]], "empty": [:], "none": nil, "@type": "t",
    ]
    #expect(
      yaml(value) == """
        ---
        a: 1
        list:
        - x: 1
          "y":
          - 2
          - 3
        - []
        - - - 4
        empty: {}
        none: null
        "@type": t

        """)
  }

  @Test(arguments: [
    "yes", "No", "TRUE", "null", "~", "", "on", "y", "0x10", "1", "1.5", "-1", "1:30", "2020-01-01",
    ".inf", "=", "<<", " a", "a ", "a: b", "a #b", "- a", "?", "*a", "&a", "!a", "%a", "@a", "`a",
    "a:", "[a]", "{a}", "a\nb", "\u{85}", "\u{FEFF}", "5xx", "0s", "\"", "'",
  ])
  func quoted(text: String) { #expect(yaml(.string(text)).hasPrefix("---\n\"")) }

  @Test(arguments: [
    "a", "a-b_c", "/", "outbound:127.0.0.1:80", "type.googleapis.com/a.B", "a b", "yesterday",
  ])
  func plain(text: String) { #expect(yaml(.string(text)) == "---\n\(text)\n") }

  @Test func numbersWithExponents() {
    #expect(yaml(.number(JSONNumber(text: "1e5"))) == "---\n1.0e+5\n")
    #expect(yaml(.number(JSONNumber(text: "1.5E-5"))) == "---\n1.5e-5\n")
  }
}
