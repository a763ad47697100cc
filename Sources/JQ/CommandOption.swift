/// An option of the command line: the one description from which the parser, the help, the man page's
/// OPTIONS and the shell completions are made.
public struct CommandOption: Sendable {
  /// What the option does.
  public enum Effect: Sendable {
    case nullInput, rawInput, slurp
    case compactOutput, rawOutput, rawOutput0, joinOutput, asciiOutput, sortKeys
    case colorOutput, monochromeOutput, tab, indent, unbuffered
    case yamlOutput
    case stream, streamErrors, sequence
    case fromFile, libraryPath
    case arg, argJSON, slurpFile, rawFile, args, jsonArgs
    case exitStatus, binary
    case version, buildConfiguration, help
    case dumpDisassembly, traceAll, trace, runTests
  }

  /// What the option does.
  public let effect: Effect
  /// The letter after a single `-`.
  public let short: Character?
  /// The word after `--`.
  public let long: String
  /// The arguments that follow, by name.
  public let arguments: [String]
  /// What it does, in a line or two, without a full stop.
  public let summary: String
  /// Whether help, manual and completions leave it out.
  public let isHidden: Bool

  fileprivate init(
    _ effect: Effect, _ short: Character?, _ long: String, taking arguments: [String] = [],
    _ summary: String, isHidden: Bool = false
  ) {
    self.effect = effect
    self.short = short
    self.long = long
    self.arguments = arguments
    self.summary = summary
    self.isHidden = isHidden
  }
}

/// Options under a heading.
public struct OptionGroup: Sendable {
  /// The heading.
  public let title: String
  /// The options.
  public let options: [CommandOption]
}

extension CommandOption {
  /// Every option, in the order of the help: jq 1.8's, and ours where it says so.
  public static let groups: [OptionGroup] = [input, output, program, other]

  /// Every option.
  public static let all: [CommandOption] = groups.flatMap(\.options)

  private static let input = OptionGroup(
    title: "Input",
    options: [
      CommandOption(.nullInput, "n", "null-input", "run once, on null; input and inputs read"),
      CommandOption(.rawInput, "R", "raw-input", "each line is a string, instead of JSON"),
      CommandOption(.slurp, "s", "slurp", "all inputs as one: an array, or with -R a string"),
      CommandOption(.stream, nil, "stream", "inputs as a stream of [path, leaf]"),
      CommandOption(
        .streamErrors, nil, "stream-errors", "like --stream, and a parse error is a value too"),
      CommandOption(.sequence, nil, "seq", "JSON text sequences in and out (RFC 7464)"),
    ])

  private static let output = OptionGroup(
    title: "Output",
    options: [
      CommandOption(.compactOutput, "c", "compact-output", "each result on one line"),
      CommandOption(.rawOutput, "r", "raw-output", "strings as they are, without quotes"),
      CommandOption(.rawOutput0, nil, "raw-output0", "like -r, a NUL after each result"),
      CommandOption(.joinOutput, "j", "join-output", "like -r, nothing after each result"),
      CommandOption(.asciiOutput, "a", "ascii-output", "everything beyond ASCII escaped"),
      CommandOption(.sortKeys, "S", "sort-keys", "the keys of objects in order"),
      CommandOption(.colorOutput, "C", "color-output", "colours, also when not on a terminal"),
      CommandOption(.monochromeOutput, "M", "monochrome-output", "no colours"),
      CommandOption(.tab, nil, "tab", "a tab a level of indentation"),
      CommandOption(
        .indent, nil, "indent", taking: ["n"], "n spaces a level, at most 7; -1 is a tab"),
      CommandOption(.unbuffered, nil, "unbuffered", "each result is written out at once"),
      CommandOption(.yamlOutput, nil, "yaml-output", "results as YAML documents (not in jq)"),
    ])

  private static let program = OptionGroup(
    title: "Program",
    options: [
      CommandOption(.fromFile, "f", "from-file", "the first operand is the program's file"),
      CommandOption(.libraryPath, "L", "library-path", taking: ["dir"], "look for modules in dir"),
      CommandOption(.arg, nil, "arg", taking: ["name", "value"], "$name is the string"),
      CommandOption(.argJSON, nil, "argjson", taking: ["name", "text"], "$name is the JSON value"),
      CommandOption(
        .slurpFile, nil, "slurpfile", taking: ["name", "file"],
        "$name is the array of a file's values"),
      CommandOption(
        .rawFile, nil, "rawfile", taking: ["name", "file"], "$name is the file's text"),
      CommandOption(.args, nil, "args", "the operands that follow are strings, in $ARGS"),
      CommandOption(.jsonArgs, nil, "jsonargs", "the operands that follow are JSON, in $ARGS"),
    ])

  private static let other = OptionGroup(
    title: "Other",
    options: [
      CommandOption(.exitStatus, "e", "exit-status", "exit 1 if the last result is false or null"),
      CommandOption(.binary, "b", "binary", "no effect here", isHidden: true),
      CommandOption(.version, "V", "version", "show the version, and the library's"),
      CommandOption(
        .buildConfiguration, nil, "build-configuration", "show how this program was built"),
      CommandOption(.help, "h", "help", "show this help"),
      CommandOption(
        .dumpDisassembly, nil, "debug-dump-disasm", "print the compiled program", isHidden: true),
      CommandOption(
        .traceAll, nil, "debug-trace=all", "print every step, and more", isHidden: true),
      CommandOption(.trace, nil, "debug-trace", "print every step", isHidden: true),
      CommandOption(.runTests, nil, "run-tests", "run jq's tests from files", isHidden: true),
    ])
}
