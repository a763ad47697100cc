import Testing

@testable import JQ

@Suite struct CommandLineTests {
  struct Refused: Sendable {
    let words: [String]
    let message: String
    init(_ words: [String], _ message: String) { (self.words, self.message) = (words, message) }
  }

  @Test(arguments: [
    Refused(["--foo"], "Unknown option --foo"),
    Refused(["-cZ"], "Unknown option -Z"),
    Refused(["--indent=1"], "Unknown option --indent=1"),
    Refused(["--indent"], "--indent takes one parameter"),
    Refused(["--indent", "8"], "--indent takes a number between -1 and 7"),
    Refused(["--indent", " 1"], "--indent takes a number between -1 and 7"),
    Refused(["-L"], "-L takes a parameter: (e.g. -L /search/path or -L/search/path)"),
    Refused(["--arg", "a"], "--arg takes two parameters (e.g. --arg varname value)"),
    Refused(["--argjson", "a", "{"], "invalid JSON text passed to --argjson"),
    Refused([".", "--jsonargs", "{"], "invalid JSON text passed to --jsonargs"),
    Refused(
      ["--rawfile", "a", "/nowhere"],
      "Bad JSON in --rawfile a /nowhere: Could not open /nowhere: No such file or directory"),
  ])
  func refusals(_ refused: Refused) {
    do {
      _ = try Invocation.parsing(words(refused.words))
      Issue.record("accepted")
    } catch {
      #expect(String(decoding: error.message, as: UTF8.self) == refused.message)
    }
  }

  @Test func lettersStack() throws {
    let invocation = try Invocation.parsing(words(["-ncrS", ".", "file", "-"]))
    #expect(invocation.isNullInput && invocation.isRawOutput && invocation.layout.sortsKeys)
    #expect(invocation.layout.indent == .none)
    #expect(invocation.program?.text == "." && invocation.inputs == ["file", "-"])
  }

  @Test func libraryPathMayBeAttached() throws {
    let invocation = try Invocation.parsing(words(["-nL/", "-L", "/nowhere/x"]))
    #expect(invocation.libraryPaths == ["/", "/nowhere/x"])
  }

  @Test func operandsAfterTwoDashesAreNoOptions() throws {
    let invocation = try Invocation.parsing(words([".", "--", "-c", "--foo"]))
    #expect(invocation.inputs == ["-c", "--foo"] && invocation.layout.indent == .spaces(2))
  }

  @Test func aNumberIsNoOption() throws {
    let invocation = try Invocation.parsing(words(["-n", "-1"]))
    #expect(invocation.program?.text == "-1")
  }

  @Test func monochromeWins() throws {
    #expect(try Invocation.parsing(words(["-M", "-C"])).colors == false)
    #expect(try Invocation.parsing(words(["-C", "-M"])).colors == false)
    #expect(try Invocation.parsing(words(["-C"])).colors == true)
  }

  @Test func helpEndsTheReading() throws {
    #expect(try Invocation.parsing(words(["-ch", "--foo"])).action == .showHelp)
  }

  @Test func variables() throws {
    let invocation = try Invocation.parsing(
      words([
        "-n", "--arg", "a", "1", "--argjson", "b", "[2]", "--arg", "a", "9", ".", "--args", "x",
        "--jsonargs", "{}",
      ]))
    let variables = invocation.bindings.variables(buildConfiguration: "test")
    let json = text(of: variables, Layout().compact)
    #expect(
      json
        == #"{"a":"1","b":[2],"ARGS":{"positional":["x",{}],"named":{"a":"1","b":[2]}},"#
        + #""JQ_BUILD_CONFIGURATION":"test"}"#)
  }

  @Test func everyOptionHasOneMeaning() {
    let letters = CommandOption.all.compactMap(\.short)
    #expect(Set(letters).count == letters.count)
    #expect(Set(CommandOption.all.map(\.long)).count == CommandOption.all.count)
  }
}
