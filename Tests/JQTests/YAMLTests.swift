import Testing

@testable import JQ

@Suite struct YAMLOutputTests {
  @Test(arguments: [
    ("null", "null"), ("1.5", "1.5"), ("1e20", "1.0e+20"), ("[]", "[]"), ("{}", "{}"),
    (#"{"a":[1,{"b":2,"c":[]}],"d":{}}"#, "a:\n  - 1\n  - b: 2\n    c: []\nd: {}"),
    (#"[[1,[2]],{"a":[3]}]"#, "- - 1\n  - - 2\n- a:\n    - 3"),
    (#""a\nb""#, "|-\n  a\n  b"), (#"{"k":"a\n\nb\n"}"#, "k: |\n  a\n\n  b"),
    (#"["a\n\n"]"#, "- |+\n  a\n"), (#"" a\nb""#, #"" a\nb""#),
    (#""\u0085\u2028é""#, #""\u0085\u2028é""#),
  ])
  func documents(_ json: String, _ yaml: String) {
    var writer = ValueWriter(Layout())
    writer.writeYAML(JV.parsing(words([json])[0]))
    #expect(String(decoding: writer.buffer.bytes, as: UTF8.self) == yaml)
  }

  @Test(arguments: ["web", "15s", "gateway-error", "a b", "/path", "C:\\x", "kuma.io/service"])
  func plain(_ text: String) { #expect(isPlain(text)) }

  @Test(arguments: [
    "", "yes", "No", "ON", "off", "y", "N", "true", "NULL", "~", "1", "-1", "0x1F", "0o17", "1_000",
    "1:30", "2001-01-01", "1e3", ".5", ".nan", "-.inf", "5xx", "a: b", "a #b", "a:", " a", "a ",
    "- a", "#a", "*a", "&a", "!a", "|", ">", "%a", "@a", "`a", "---", "...", "<<", "=", "é", "a\tb",
  ])
  func quoted(_ text: String) { #expect(!isPlain(text)) }

  private func isPlain(_ text: String) -> Bool {
    Array(text.utf8).withUnsafeBufferPointer { YAMLText.isPlain($0, ascii: false) }
  }
}
