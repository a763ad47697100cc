import Testing

@testable import JQ

@Suite struct InputTests {
  struct Case: Sendable {
    let text: String
    let results: [String]
    init(_ text: String, _ results: [String]) { (self.text, self.results) = (text, results) }
  }

  @Test(arguments: [
    Case("", []),
    Case("1 2\n[3]", ["1", "2", "[3]"]),
    Case(
      "{\"a\":1}\u{0}2\n3", [#"{"a":1}"#, "error: NUL byte in JSON text at line 1, column 8", "3"]),
    Case("\"a\u{0}b\"", ["error: NUL byte in JSON text at line 1, column 3"]),
    Case("\n\n \u{0}", ["error: NUL byte in JSON text at line 3, column 2"]),
    Case("1 } 2\n3", ["1", "error: Unmatched '}' at line 1, column 3", "3"]),
    Case("[1,", ["error: Unfinished JSON term at EOF at line 1, column 3"]),
    Case("\u{FEFF}[1]", ["[1]"]),
  ])
  func json(_ one: Case) throws {
    #expect(try results(of: ".", on: one.text) == one.results)
  }

  @Test(arguments: [
    Case("", []), Case("a\nb", [#""a""#, #""b""#]), Case("\n", [#""""#]),
    Case("a\r\n\u{0}\n", [#""a\r""#, #""\u0000""#]),
  ])
  func raw(_ one: Case) throws {
    var form = InputForm()
    form.isRaw = true
    #expect(try results(of: ".", on: one.text, form: form) == one.results)
  }

  @Test(arguments: [
    Case("", ["[]"]), Case("1 2\n[3]", ["[1,2,[3]]"]),
    Case("1 {", ["error: Unfinished JSON term at EOF at line 1, column 3", "[1]"]),
  ])
  func slurped(_ one: Case) throws {
    var form = InputForm()
    form.isSlurped = true
    #expect(try results(of: ".", on: one.text, form: form) == one.results)
  }

  @Test(arguments: [
    Case("[1,{}]", ["[[0],1]", "[[1],{}]", "[[1]]"]),
    Case(
      #"{"a":1,"b","#,
      [#"[["a"],1]"#, "error: \(StreamGuard.message) at line 1, column 11"]),
    Case(
      #"{"a":1,[2],"#,
      [
        #"[["a"],1]"#, "[[true,0],2]", "[[true,0]]",
        "error: \(StreamGuard.message) at line 1, column 11",
      ]
    ),
    Case(
      #"{"a,b":"},","c":[{},2]}"#,
      [
        #"[["a,b"],"},"]"#, #"[["c",0],{}]"#, #"[["c",1],2]"#, #"[["c",1]]"#, #"[["c"]]"#,
      ]),
  ])
  func streamed(_ one: Case) throws {
    var form = InputForm()
    form.isStreamed = true
    #expect(try results(of: ".", on: one.text, form: form) == one.results)
  }

  @Test func linesAreCounted() throws {
    let program = "[input_line_number, .]"
    #expect(try results(of: program, on: "1\n2\n\n3") == ["[1,1]", "[2,2]", "[3,3]"])
  }

  @Test func inputIsReadByThePrograms() throws {
    #expect(try results(of: "[., input]", on: "1 2 3") == ["[1,2]", "error: break"])
  }

  @Test func aLineMayBeLongerThanAnyBuffer() throws {
    let long = String(repeating: "é", count: 300_000)
    #expect(try results(of: "length", on: "\"\(long)\"\n\"\(long)x\"") == ["300000", "300001"])
    var form = InputForm()
    form.isRaw = true
    #expect(try results(of: "length", on: "\(long)\n\(long)", form: form) == ["300000", "300000"])
  }
}
