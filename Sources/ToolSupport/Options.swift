import ArgumentParser
import Diagnostics
import MeshRetryCore
import SystemIO

extension ColorChoice: OptionChoice {}
extension ReportFormat: OptionChoice {}

/// A severity from which on a finding makes the exit status 1.
public enum FailOn: String, OptionChoice, Sendable {
  case error, warning, note, never

  func includes(_ severity: Severity) -> Bool {
    switch self {
    case .error: severity >= .error
    case .warning: severity >= .warning
    case .note: true
    case .never: false
    }
  }
}

extension Release: ExpressibleByArgument {
  /// The release that `--release` names.
  public init?(argument: String) { self.init(parsing: argument) }

  /// The lines, for completions and the manual.
  public static var allValueStrings: [String] { newestPatches.map(\.line) }
}

/// Options of every tool.
public struct CommonOptions: ParsableArguments {
  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("Write to a file, replaced at once when all is written.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp("When to colour messages.", valueName: "when"))
  var color: ColorChoice = .auto

  @Flag(help: "Indent JSON by two spaces.")
  var pretty = false

  @Flag(name: [.customShort("V"), .customLong("version")], help: "Show the version.")
  var version = false

  /// Whether JSON is indented.
  public var isPretty: Bool { pretty }

  /// For the option parser.
  public init() {}
}

/// Options of the tools that report findings.
public struct FindingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The form of findings: text, json (a line each), sarif, github or junit (default: text; github \
      in a job of GitHub Actions).
      """, valueName: "form"))
  var report: ReportFormat?

  @Option(
    name: .customLong("report-file"),
    help: ArgumentHelp("Write findings to a file.", valueName: "file"), completion: .file())
  var reportFile: String?

  @Option(
    name: .customLong("fail-on"),
    help: ArgumentHelp(
      "Findings of this severity and worse make the exit status 1.",
      valueName: "severity"))
  var failOn: FailOn = .error

  @Flag(help: "Show notes too.")
  var notes = false

  @Option(
    name: .customLong("stdin-filename"),
    help: ArgumentHelp("The name of standard input in messages.", valueName: "name"))
  var stdinFilename: String = InputFile.standardInputName

  /// Whether notes are shown or count.
  public var wantsNotes: Bool { notes || failOn == .note }

  /// The form asked for, else the one that the surroundings read.
  var format: ReportFormat {
    if let report { return report }
    let isJob = !(Environment.variable("GITHUB_ACTIONS") ?? "").isEmpty
    return isJob && reportFile == nil ? .github : .text
  }

  /// For the option parser.
  public init() {}
}

/// The release whose rules apply.
public struct ReleaseOption: ParsableArguments {
  @Option(
    name: .customLong("release"),
    help: ArgumentHelp(
      """
      The release of Kuma or Kong Mesh whose rules apply, \(Release.coveredText): 2.9 is the newest \
      patch of that line, 2.9.3 that patch (default: $MR_RELEASE, or \(Release.documented.line)).
      """, valueName: "release"))
  var given: Release?

  /// For the option parser.
  public init() {}

  /// The release given as an option or in MR_RELEASE; nil when neither is.
  ///
  /// - Throws: ``ToolFailure/usage(_:)`` when MR_RELEASE names no release.
  public func explicit() throws -> Release? {
    if let given { return given }
    guard let text = Environment.variable("MR_RELEASE"), !text.isEmpty else { return nil }
    guard let release = Release(parsing: text) else {
      throw ToolFailure.usage("MR_RELEASE: '\(text)' is no release of \(Release.coveredText)")
    }
    return release
  }

  /// The release that applies.
  public func release() throws -> Release { try explicit() ?? .documented }
}

extension CompletionKind {
  /// Files that hold documents as JSON.
  public static var jsonFile: CompletionKind { .file(extensions: ["json", "ndjson", "jsonl"]) }
}

/// The files of documents that a tool reads.
public struct InputOperands: ParsableArguments {
  /// The operands as given.
  @Argument(
    help: ArgumentHelp("Files to read; - or none is standard input.", valueName: "file"),
    completion: .jsonFile)
  public var files: [String] = []

  /// For the option parser.
  public init() {}
}
