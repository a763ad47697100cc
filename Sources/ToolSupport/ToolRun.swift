import Diagnostics
import JSON
import MeshRetryCore
import SystemIO

/// One run of a tool: where documents and findings go, and how it will end.
public final class ToolRun {
  /// The tool's name, for messages.
  public let tool: String
  /// How it will end, so far.
  public private(set) var status = ExitStatus.fine
  /// The name of standard input in messages.
  public let standardInputName: String
  /// Whether a document is one line of JSON, so that texts made of such lines may be written as well.
  public let isCompact: Bool

  private let output: OutputFile
  private var writer: JSONWriter
  private let reportOutput: OutputFile
  private let reportIsDocument: Bool
  private var renderer: any FindingRenderer
  private let failOn: FailOn
  private let showsNotes: Bool
  private let errors: OutputFile

  init(
    tool: String, common: CommonOptions, findings: FindingOptions, reportsToOutput: Bool,
    errors: OutputFile
  ) throws {
    self.tool = tool
    self.errors = errors
    output = try OutputFile(path: common.output ?? "-")
    isCompact = !common.pretty
    writer = JSONWriter(common.pretty ? .pretty(indent: 2) : .compact)
    standardInputName = findings.stdinFilename
    failOn = findings.failOn
    showsNotes = findings.notes
    if let path = findings.reportFile {
      reportOutput = try OutputFile(path: path)
      reportIsDocument = true
    } else {
      reportOutput = reportsToOutput ? output : errors
      reportIsDocument = false
    }
    let color = Environment.wantsColor(common.color, on: reportOutput)
    renderer = Self.renderer(
      findings, tool: tool, color: color,
      excerpts: reportOutput.isTerminal || common.color == .always)
    try reportOutput.write(renderer.begin())
  }

  private static func renderer(
    _ options: FindingOptions, tool: String, color: Bool, excerpts: Bool
  ) -> any FindingRenderer {
    switch options.format {
    case .text:
      let lines = SourceLines()
      return TextRenderer(color: color, excerpt: excerpts ? lines.line(file:number:) : nil)
    case .json: return JSONRenderer()
    case .sarif: return SARIFRenderer(tool: tool, version: ProjectVersion.text)
    case .github: return GitHubRenderer()
    case .junit: return JUnitRenderer(tool: tool, isFailure: options.failOn.includes)
    }
  }

  // MARK: Documents

  /// Writes a document as one line of JSON (or indented, when asked for).
  public func emit(_ value: JSONValue) throws {
    writer.write(value)
    try endDocument()
  }

  /// Writes a document as it was read, as one line of JSON (or indented, when asked for).
  public func emit(_ node: JSONNode) throws {
    try writer.write(node) { [output] writer in try Self.passOn(&writer, to: output) }
    try endDocument()
  }

  /// Writes a document piece by piece: the body calls `passOn` to let go of what it has written so far.
  public func emit(
    _ body: (inout JSONWriter, _ passOn: (inout JSONWriter) throws -> Void) throws -> Void
  ) throws {
    try body(&writer) { [output] writer in try Self.passOn(&writer, to: output) }
    try endDocument()
  }

  /// Writes an object as it was read, with the places of its values.
  public func emit(_ node: JSONNode, locatedIn file: String) throws {
    try writer.write(node, locatedIn: file) { [output] writer in
      try Self.passOn(&writer, to: output)
    }
    try endDocument()
  }

  /// Writes a text as it is.
  public func emit(text: String) throws { try output.write(text) }

  /// Writes bytes as they are.
  public func emit(bytes: [UInt8]) throws { try output.write(bytes) }

  private func endDocument() throws {
    writer.endLine()
    try Self.passOn(&writer, to: output)
  }

  private static func passOn(_ writer: inout JSONWriter, to output: OutputFile) throws {
    try output.write(writer.bytes)
    writer.removeAll()
  }

  // MARK: Findings

  /// Reports findings in their order, and remembers what they mean for the exit status.
  public func report(_ findings: [Finding]) throws {
    for finding in findings.sorted(by: Finding.precedes) {
      if failOn.includes(finding.severity) { raise(.findings) }
      if finding.severity == .note && !showsNotes { continue }
      try reportOutput.write(renderer.render(finding))
    }
  }

  /// Takes notice of a resource that was looked at, for reports that list what is fine too.
  public func looked(at resource: ResourceName, in file: String) {
    renderer.looked(at: resource, in: file)
  }

  /// Reports a text that could not be read: status 2.
  public func reportMalformed(_ finding: Finding) throws {
    raise(.trouble)
    try reportOutput.write(renderer.render(finding))
  }

  /// Says something that is about no place in the input: `tool: message`.
  public func complain(_ message: String, _ status: ExitStatus) throws {
    raise(status)
    try errors.write("\(tool): \(message)\n")
  }

  /// Makes the end at least as bad as that.
  public func raise(_ status: ExitStatus) { self.status = max(self.status, status) }

  /// Writes out everything; the files asked for are in their places then.
  func finish() throws {
    try reportOutput.write(renderer.end())
    // Data first: a reader that has all of it has no reason to wait for the messages.
    try output.finish()
    if reportIsDocument { try reportOutput.finish() }
    try errors.flush()
  }
}
