import Glibc
import JQ
import SystemIO

/// The tool: what the command line asks for, done; returns the exit status.
struct Query {
  private let output = OutputFile.standardOutput()
  private let messages = MessageOutput(.standardError())

  func run() -> Int32 {
    do {
      return try perform(Invocation.parsing(Argument.ofProcess))
    } catch {
      let prefix = error.namesProgram ? "\(MessageOutput.programName): " : ""
      messages.write(Array(prefix.utf8) + error.message + Array("\n".utf8))
      if error.pointsToHelp { messages.write(Help.pointer) }
      return 2
    }
  }

  private func perform(_ invocation: consuming Invocation) -> Int32 {
    switch invocation.action {
    case .run: return filter(invocation)
    case .showHelp: return show(Help.long)
    case .showVersion: return show(Version.text)
    case .showBuildConfiguration: return show("\(Version.buildConfiguration)\n")
    case .runTests(let operands):
      return TestSuite.run(
        libraryPaths: invocation.libraryPaths,
        isVerbose: invocation.dumpsDisassembly || invocation.trace != .none, operands: operands)
    }
  }

  private func show(_ text: String) -> Int32 {
    do {
      try output.write(text)
      try output.finish()
      return 0
    } catch {
      return writeFailure(error)
    }
  }

  private func filter(_ invocation: consuming Invocation) -> Int32 {
    var invocation = invocation
    let noColor = !(Environment.variable("NO_COLOR") ?? "").isEmpty
    invocation.decideColors(isTerminal: output.isTerminal, environmentForbids: noColor)
    if !Colors.set(getenv("JQ_COLORS")) { messages.write("Failed to set $JQ_COLORS\n") }
    guard let text = programText(invocation) else { return 2 }
    guard let program = Program(places: places(invocation), report: messages.writeLibraryMessage)
    else {
      messages.write("\(MessageOutput.programName): out of memory\n")
      return 2
    }
    let variables = invocation.bindings.variables(buildConfiguration: Version.buildConfiguration)
    guard program.compile(text, arguments: variables) else { return 3 }
    if invocation.dumpsDisassembly { program.dumpDisassembly() }
    do {
      let run = FilterRun(
        invocation, program: program, output: output, standardError: messages)
      return try run.run()
    } catch {
      return writeFailure(error)
    }
  }

  /// The program; nil when there is none to run, which has then been said.
  private func programText(_ invocation: borrowing Invocation) -> JV? {
    do {
      let isInteractive = output.isTerminal && Environment.standardInputIsTerminal
      guard let text = try invocation.programText(isInteractive: isInteractive) else {
        messages.write(Help.short)
        return nil
      }
      return text
    } catch {
      messages.write("\(MessageOutput.programName): \(error.message)\n")
      return nil
    }
  }

  private func places(_ invocation: borrowing Invocation) -> Program.Places {
    var places = Program.Places()
    if let paths = invocation.libraryPaths { places.libraries = paths }
    places.executable = Executable.folder
    places.program = invocation.programFolder
    return places
  }

  private func writeFailure(_ error: SystemError) -> Int32 {
    let reason = String(cString: strerror(error.code))
    messages.write("\(MessageOutput.programName): error: writing output failed: \(reason)\n")
    return 2
  }
}
