import Glibc

/// A command line that cannot be followed; the status is 2 in each case.
public enum CommandError: Error, Equatable, Sendable {
  case unknownShortOption(UInt8)
  case unknownLongOption(String)
  case missingLibraryPath
  case missingIndent
  case badIndent
  case missingArguments(option: String, example: String)
  case badJSON(option: String)
  case unreadableFile(option: String, name: String, path: String, reason: String)

  /// jq's words, without the program's name and the last line feed.
  public var message: [UInt8] {
    switch self {
    case .unknownShortOption(let letter): Array("Unknown option -".utf8) + [letter]
    case .unknownLongOption(let word): Array("Unknown option --\(word)".utf8)
    case .missingLibraryPath:
      Array("-L takes a parameter: (e.g. -L /search/path or -L/search/path)".utf8)
    case .missingIndent: Array("--indent takes one parameter".utf8)
    case .badIndent: Array("--indent takes a number between -1 and 7".utf8)
    case .missingArguments(let option, let example):
      Array("--\(option) takes two parameters (e.g. --\(option) \(example))".utf8)
    case .badJSON(let option): Array("invalid JSON text passed to --\(option)".utf8)
    case .unreadableFile(let option, let name, let path, let reason):
      Array("Bad JSON in --\(option) \(name) \(path): \(reason)".utf8)
    }
  }

  /// Whether jq puts its name before the message.
  public var namesProgram: Bool { self != .missingLibraryPath }

  /// Whether a pointer to the help follows.
  public var pointsToHelp: Bool {
    if case .unreadableFile = self { false } else { true }
  }
}

/// Reads a command line from left to right, as jq does: the first thing wrong ends it, and a help or
/// version option before that is obeyed.
struct CommandParser: ~Copyable {
  private let words: [Argument]
  private var next = 0
  private var optionsAreOver = false
  private var operandKind = OperandKind.file
  private var invocation = Invocation()

  /// What operands after the program are.
  private enum OperandKind { case file, string, json }

  init(_ words: [Argument]) { self.words = words }

  consuming func parse() throws(CommandError) -> Invocation {
    while next < words.count && invocation.action == .run {
      let word = words[next]
      next += 1
      if optionsAreOver || !word.isOption {
        try takeOperand(word)
      } else if word.text == "--" {
        optionsAreOver = true
      } else if word.pointer[1] == 0x2D {
        try takeLongOption(String(word.text.dropFirst(2)))
      } else {
        try takeShortOptions(word.pointer + 1)
      }
    }
    return invocation
  }

  private mutating func takeOperand(_ word: Argument) throws(CommandError) {
    if invocation.program == nil {
      invocation.program = word
      return
    }
    switch operandKind {
    case .file: invocation.inputs.append(word.text)
    case .string: invocation.bindings.append(word.value)
    case .json:
      let value = JV.parsing(word)
      guard value.isValid else { throw .badJSON(option: "jsonargs") }
      invocation.bindings.append(value)
    }
  }

  private mutating func takeLongOption(_ word: String) throws(CommandError) {
    guard let option = CommandOption.all.first(where: { $0.long == word }) else {
      throw .unknownLongOption(word)
    }
    try obey(option, attached: nil)
  }

  /// Letters after one `-`; what follows an `L` is its argument.
  private mutating func takeShortOptions(_ letters: UnsafePointer<CChar>) throws(CommandError) {
    var letters = letters
    while letters[0] != 0 {
      let letter = UInt8(bitPattern: letters[0])
      guard let option = CommandOption.all.first(where: { $0.short?.asciiValue == letter }) else {
        throw .unknownShortOption(letter)
      }
      letters += 1
      if option.effect == .libraryPath && letters[0] != 0 {
        try obey(option, attached: Argument(letters))
        return
      }
      try obey(option, attached: nil)
      if invocation.action != .run { return }
    }
  }

  private mutating func obey(
    _ option: CommandOption, attached: Argument?
  ) throws(CommandError) {
    switch option.effect {
    case .nullInput: invocation.isNullInput = true
    case .rawInput: invocation.inputForm.isRaw = true
    case .slurp: invocation.inputForm.isSlurped = true
    case .stream: invocation.inputForm.isStreamed = true
    case .streamErrors: invocation.inputForm.streamsErrors = true
    case .sequence: invocation.inputForm.isSequence = true
    case .compactOutput: invocation.layout.indent = .none
    case .rawOutput: invocation.isRawOutput = true
    case .rawOutput0:
      (invocation.isRawOutput, invocation.isJoined) = (true, true)
      invocation.isNULTerminated = true
    case .joinOutput: (invocation.isRawOutput, invocation.isJoined) = (true, true)
    case .asciiOutput: invocation.layout.isASCII = true
    case .sortKeys: invocation.layout.sortsKeys = true
    case .colorOutput: invocation.colors = invocation.colors ?? true
    case .monochromeOutput: invocation.colors = false
    case .tab: invocation.layout.indent = .tab
    case .indent: try takeIndent()
    case .unbuffered: invocation.isUnbuffered = true
    case .yamlOutput: invocation.isYAML = true
    case .fromFile: invocation.isProgramFile = true
    case .libraryPath: try takeLibraryPath(attached)
    case .arg, .argJSON, .slurpFile, .rawFile: try takeBinding(option)
    case .args: operandKind = .string
    case .jsonArgs: operandKind = .json
    case .exitStatus: invocation.reportsStatus = true
    case .binary: break
    case .dumpDisassembly: invocation.dumpsDisassembly = true
    case .traceAll: invocation.trace = .all
    case .trace: invocation.trace = invocation.trace == .all ? .all : .steps
    case .version: invocation.action = .showVersion
    case .buildConfiguration: invocation.action = .showBuildConfiguration
    case .help: invocation.action = .showHelp
    case .runTests: invocation.action = .runTests(words[next...].map(\.text))
    }
  }

  private mutating func takeWord() -> Argument? {
    guard next < words.count else { return nil }
    defer { next += 1 }
    return words[next]
  }

  private mutating func takeIndent() throws(CommandError) {
    guard let word = takeWord() else { throw .missingIndent }
    guard let width = Int(word.text), (-1...7).contains(width) else { throw .badIndent }
    invocation.layout.indent =
      switch width {
      case -1: .tab
      // Before 1.8 libjq takes no indentation for no line breaks.
      case 0 where LibJQ.release < .v1_8: .none
      default: .spaces(width)
      }
  }

  private mutating func takeLibraryPath(_ attached: Argument?) throws(CommandError) {
    guard let word = attached ?? takeWord() else { throw .missingLibraryPath }
    var path = word.text
    if let real = realpath(word.pointer, nil) {
      path = String(cString: real)
      free(real)
    }
    invocation.libraryPaths = (invocation.libraryPaths ?? []) + [path]
  }

  private mutating func takeBinding(_ option: CommandOption) throws(CommandError) {
    guard let name = takeWord(), let content = takeWord() else {
      throw .missingArguments(option: option.long, example: Self.example(option.effect))
    }
    if invocation.bindings.has(name) { return }
    let value: JV
    switch option.effect {
    case .arg: value = content.value
    case .argJSON:
      value = JV.parsing(content)
      guard value.isValid else { throw .badJSON(option: option.long) }
    case .slurpFile: value = JV.values(inFile: content)
    default: value = JV.text(ofFile: content)
    }
    guard value.isValid else {
      throw .unreadableFile(
        option: option.long, name: name.text, path: content.text,
        reason: value.errorMessage().string ?? "")
    }
    invocation.bindings.set(name, to: value)
  }

  private static func example(_ effect: CommandOption.Effect) -> String {
    switch effect {
    case .arg: "varname value"
    case .argJSON: "varname text"
    default: "varname filename"
    }
  }
}

extension Invocation {
  /// Reads a command line, loading the files it binds to variables.
  public static func parsing(_ words: [Argument]) throws(CommandError) -> Invocation {
    try CommandParser(words).parse()
  }
}
