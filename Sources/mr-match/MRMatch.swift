import ArgumentParser
import MeshRetryCore
import ToolSupport

@main
struct MRMatch: Tool {
  static let configuration = CommandConfiguration(
    commandName: "mr-match",
    abstract:
      "The retry conf that each destination of a proxy ends up with, and where it comes from.",
    discussion: """
      EXAMPLES
        mr-parse mesh/*.yaml | mr-match --dataplane web-1
        mr-parse --locations mesh/ | mr-match --dataplane web-1 --explain
        mr-parse mesh/ | mr-match --format table

      Reads resources as JSON: what mr-parse, kubectl and kumactl write. Without --dataplane it answers
      for every Dataplane.

      EXIT STATUS
        0  fine, warnings included
        1  a Dataplane asked for is not in the input, or an error
        2  usage, unreadable, malformed or empty input, failed write
      """)

  @Option(
    help: ArgumentHelp(
      "The proxy: its name, or the display name that only it has; a mesh may stand before it.",
      valueName: "[mesh/]name"))
  var dataplane: [String] = []

  @Option(help: ArgumentHelp("Only proxies of this mesh.", valueName: "mesh"))
  var mesh: String?

  @Option(help: ArgumentHelp("The form of the answer.", valueName: "form"))
  var format: MatchFormat = .json

  @Flag(help: "A table of every field: value, policy, place, and the values it took the place of.")
  var explain = false

  @Flag(name: .customLong("list-changes"), help: "Print what differs between releases.")
  var listChanges = false

  @OptionGroup var release: ReleaseOption
  @OptionGroup var findings: FindingOptions
  @OptionGroup var common: CommonOptions
  @OptionGroup var operands: InputOperands

  var readsStandardInput: Bool { operands.files.isEmpty && !listChanges }

  func run(_ run: ToolRun) throws {
    if listChanges { return try run.emit(text: ReleaseTable.text) }
    try MatchRun(options: self, release: try release.release(), run: run).match()
  }
}

/// The forms of mr-match's answer.
enum MatchFormat: String, CaseIterable, ExpressibleByArgument {
  case json, table
}
