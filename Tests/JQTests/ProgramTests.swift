import Testing

@testable import JQ

@Suite struct ProgramTests {
  struct Case: Sendable {
    let program: String
    let input: String
    let results: [String]
    init(_ program: String, _ input: String, _ results: [String]) {
      (self.program, self.input, self.results) = (program, input, results)
    }
  }

  /// What libjq 1.6 would not end.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      Case(#"gsub("";"-")"#, #""ab""#, [#""-a-b-""#]),
      Case(#"gsub("(?=b)";"x")"#, #""abab""#, [#""axbaxb""#]),
      Case(#"gsub("$";"x")"#, #""abc""#, [#""abcx""#]),
      Case(#"gsub("(?<x>b)";"<\(.x)>")"#, #""abcb""#, [#""a<b>c<b>""#]),
      Case(#"gsub("X";"-","+")"#, #""aX""#, [#""a-""#, #""a+""#]),
      Case(#"gsub("A";"b";"i")"#, #""aAc""#, [#""bbc""#]),
      Case(#"indices(""), index(""), indices("b")"#, #""abcb""#, ["[]", "null", "[1,3]"]),
    ])
  func repairs(_ one: Case) throws {
    #expect(try results(of: one.program, on: one.input) == one.results)
  }

  @Test func aWrongProgramIsReportedAsWritten() throws {
    let messages = try results(of: #"gsub("a";"b") | nonsense"#, on: "1")
    #expect(messages.count == 2)
    #expect(messages.first?.hasPrefix("jq: error: nonsense/0 is not defined") == true)
    #expect(messages.first?.contains(#"gsub("a";"b") | nonsense"#) == true)
  }

  @Test func aProgramThatDidNotCompileHasNoResults() throws {
    let program = try #require(Program(places: Program.Places()) { _ in })
    let isCompiled = program.compile(JV("}"), arguments: JV.object)
    #expect(!isCompiled)
    program.start(JV.null)
    let result = program.next()
    let isEnd = !result.isValid && !result.isError
    #expect(isEnd)
  }
}
