/// What a command line asks for: jq 1.8's grammar, its defaults and its messages.
public struct Invocation: ~Copyable {
  /// What to do instead of running a program.
  public enum Action: Sendable, Equatable {
    case run, showHelp, showVersion, showBuildConfiguration
    /// jq's own test runner, with its operands.
    case runTests([String])
  }

  /// What to do.
  public internal(set) var action = Action.run
  /// The program's text, or the name of its file.
  public internal(set) var program: Argument?
  /// Whether ``program`` names a file.
  public internal(set) var isProgramFile = false
  /// The input files.
  public internal(set) var inputs: [String] = []
  /// How inputs are read.
  public internal(set) var inputForm = InputForm()
  /// Whether the program runs once on null.
  public internal(set) var isNullInput = false
  /// How results are laid out; colours are decided by ``colors`` and the terminal.
  public internal(set) var layout = Layout()
  /// What was asked about colours, if anything; the last word is with `-M`.
  public internal(set) var colors: Bool?
  /// Whether strings come without quotes.
  public internal(set) var isRawOutput = false
  /// Whether no line feed follows a result.
  public internal(set) var isJoined = false
  /// Whether a NUL follows a result.
  public internal(set) var isNULTerminated = false
  /// Whether each result is written out at once.
  public internal(set) var isUnbuffered = false
  /// Whether results are YAML documents.
  public internal(set) var isYAML = false
  /// Whether the exit status tells about the last result.
  public internal(set) var reportsStatus = false
  /// Where modules are looked for, if not in the default places.
  public internal(set) var libraryPaths: [String]?
  /// How much libjq prints about each step.
  public internal(set) var trace = Program.Trace.none
  /// Whether the compiled program is printed first.
  public internal(set) var dumpsDisassembly = false
  /// The program's variables.
  public internal(set) var bindings = Bindings()

  init() {}
}

/// A word of the command line as the system has it: any bytes but NUL.
public struct Argument {
  /// The bytes, NUL-terminated, in memory that stays.
  let pointer: UnsafePointer<CChar>

  /// A word in memory that stays as long as it is used, as the process's arguments do.
  public init(_ pointer: UnsafePointer<CChar>) { self.pointer = pointer }

  /// The words of this process, without its name.
  public static var ofProcess: [Argument] {
    (1..<max(Int(CommandLine.argc), 1)).compactMap { index in
      CommandLine.unsafeArgv[index].map { Argument(UnsafePointer($0)) }
    }
  }

  /// The text, bad UTF-8 mended.
  public var text: String { String(cString: pointer) }

  /// The text as a value, bad UTF-8 mended.
  var value: JV { JV(cString: pointer) }

  /// Whether jq takes the word for an option: `--…`, or `-` and an ASCII letter.
  var isOption: Bool {
    guard pointer[0] == 0x2D else { return false }
    let second = UInt8(bitPattern: pointer[1])
    return second == 0x2D || (second | 0x20) >= 0x61 && (second | 0x20) <= 0x7A
  }
}
