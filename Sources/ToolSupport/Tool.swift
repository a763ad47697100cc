import ArgumentParser
import Glibc
import JSON
import SystemIO

/// A tool: its options, and what it does with them.
public protocol Tool: ParsableCommand {
  /// The options of every tool.
  var common: CommonOptions { get }
  /// The options about findings.
  var findings: FindingOptions { get }
  /// Whether the tool would read standard input, so that a terminal there means a missing operand.
  var readsStandardInput: Bool { get }
  /// Whether findings are the tool's product and go to standard output.
  var reportsToStandardOutput: Bool { get }
  /// The versions of the libraries in use, a line each.
  static var libraryVersions: [String] { get }

  /// The tool's work.
  func run(_ run: ToolRun) throws
}

extension Tool {
  /// None.
  public static var libraryVersions: [String] { [] }

  /// Findings go to standard error.
  public var reportsToStandardOutput: Bool { false }

  /// The name of the command.
  static var toolName: String { configuration.commandName ?? _commandName }

  /// Parses the command line, runs the tool and exits with its status.
  public static func main() {
    // A limit on the size of files is an error of writing: there may be another way, and files to remove.
    signal(SIGXFSZ, SIG_IGN)
    GrowingStack.run {
      Glibc.exit(ToolMain.status(of: Self.self, CommandLine.arguments.dropFirst()).rawValue)
    }
  }
}

/// From the command line to the exit status.
enum ToolMain {
  static func status<T: Tool>(of type: T.Type, _ arguments: ArraySlice<String>) -> ExitStatus {
    let errors = OutputFile.standardError()
    do {
      let parsed: any ParsableCommand
      do {
        parsed = try T.parseAsRoot(Array(arguments))
      } catch {
        return try show(parsing: error, of: type)
      }
      guard let tool = parsed as? T else {
        // Help and completion scripts come as commands of the option parser's own.
        var command = parsed
        do { try command.run() } catch { return try show(parsing: error, of: type) }
        return .fine
      }
      if tool.common.version { return try showVersion(of: type) }
      if tool.readsStandardInput && Environment.standardInputIsTerminal {
        try errors.write(T.usageString() + "\nTry '\(T.toolName) --help' for more information.\n")
        try errors.flush()
        return .trouble
      }
      return try run(tool, errors)
    } catch {
      try? errors.write("\(T.toolName): \(describe(error))\n")
      if case ToolFailure.usage = error {
        try? errors.write("Try '\(T.toolName) --help' for more information.\n")
      }
      try? errors.flush()
      return .trouble
    }
  }

  private static func run<T: Tool>(_ tool: T, _ errors: OutputFile) throws -> ExitStatus {
    let run = try ToolRun(
      tool: T.toolName, common: tool.common, findings: tool.findings,
      reportsToOutput: tool.reportsToStandardOutput, errors: errors)
    do {
      try tool.run(run)
    } catch {
      // What was written before the failure is out, and so is what was found.
      try? run.finish()
      throw error
    }
    try run.finish()
    return run.status
  }

  private static func showVersion<T: Tool>(of type: T.Type) throws -> ExitStatus {
    let output = OutputFile.standardOutput()
    let lines = ["\(T.toolName) (meshretry) \(ProjectVersion.text)"] + T.libraryVersions
    try output.write(lines.joined(separator: "\n") + "\n")
    try output.finish()
    return .fine
  }

  /// Help goes to standard output with status 0; a usage error is one line and a pointer to the help.
  private static func show<T: Tool>(
    parsing error: any Error, of type: T.Type
  ) throws -> ExitStatus {
    if T.exitCode(for: error).isSuccess {
      let output = OutputFile.standardOutput()
      try output.write(T.fullMessage(for: error) + "\n")
      try output.finish()
      return .fine
    }
    throw ToolFailure.usage(T.message(for: error))
  }

  private static func describe(_ error: any Error) -> String {
    switch error {
    case ToolFailure.usage(let message), ToolFailure.trouble(let message): message
    case let error as SystemError: error.message
    default: "\(error)"
    }
  }
}
