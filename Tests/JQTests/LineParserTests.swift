import CLibJQ
import Testing

@testable import JQ

/// The reader of lines against libjq's parser: what it takes, it reads as libjq does.
@Suite struct LineParserTests {
  @Test(arguments: [
    "null", "true", " false ", "0", "-0", "-0.0", "12", "-3.25", "0.1", "1e5", "1E-7", "1e400",
    "4.35",
    "123456789012345", "1234567890123456", "12345678901234567890", "0.30000000000000004", "5e-324",
    "99999999999999.9", "1.7976931348623157e308", #""""#, #""a b""#, #""\"\\\/\b\f\n\r\t""#,
    #""\u0041\u00e9\ud83d\ude00\u0000""#, #""é😀""#, "[]", "[ ]", "{}", "{ }", "[1,[2,{}],\"x\"]",
    #" { "a" : 1 , "b" : [ true , null ] } "#, #"{"a":1,"b":2,"a":3}"#, #"{"":{"\n":[]}}"#,
    "\t[1]\r",
  ])
  func taken(_ line: String) {
    #expect(read(line) == reference(line))
  }

  @Test(arguments: [
    "nul", "truefalse", "nullx", "01", "1.", ".5", "-", "+1", "1e", "1e+", "0x10", "nan", "NaN",
    "Infinity", "1 2", "[1][2]", "[1", "[1,]", "[,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
    "{a:1}", "{1:2}", "}", "]", "\"abc", #""\x""#, #""\u12""#, #""\ud83d""#, #""\ude00""#,
    #""\ud83dx""#, "\"\u{1}\"", "\"\u{1F}\"", "\"\t\"", "\u{FEFF}1", "\u{0}", "[1]\u{0}", "1\"a\"",
    String(repeating: "[", count: 251) + String(repeating: "]", count: 251),
  ])
  func left(_ line: String) {
    #expect(read(line) == nil)
  }

  @Test func blankLines() {
    #expect(read("") == "blank" && read(" \t\r") == "blank")
  }

  @Test func badUTF8IsMendedAsLibjqDoes() throws {
    let file = try TemporaryFile(Array("\"a".utf8) + [0xFF, 0xE2, 0x82] + Array("b\"\n".utf8))
    let lines = try results(of: ".", on: file, form: InputForm())
    var form = InputForm()
    form.isSequence = false
    form.isStreamed = true
    let streamed = try results(of: ".[1]", on: file, form: form)
    #expect(lines == streamed && lines.count == 1)
  }

  /// After lines that never came to libjq's parser, its messages name the right line.
  @Test func messagesCountAllLines() throws {
    let text = String(repeating: "[1]\n\n", count: 5000) + "[1,}\n"
    let last = try results(of: "empty", on: text).last
    #expect(last?.hasSuffix("at line 10001, column 4") == true)
  }

  private func read(_ line: String) -> String? {
    var bytes = Array(line.utf8) + [10, 0, 0, 0, 0]
    return bytes.withUnsafeMutableBufferPointer { bytes -> String? in
      guard let start = bytes.baseAddress else { return nil }
      var parser = LineParser(line: start)
      switch parser.parse() {
      case .blank: return "blank"
      case .irregular: return nil
      case .value(let value, _): return text(of: JV(adopting: value), Layout().compact)
      }
    }
  }

  private func reference(_ line: String) -> String? {
    let value = JV.parsing(words([line])[0])
    return value.isValid ? text(of: value, Layout().compact) : nil
  }
}
