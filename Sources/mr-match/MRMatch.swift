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
        mr-parse --locations mesh/ | mr-match --dataplane web-1 --explain
        mr-parse policies/ |
          mr-match --inbound kuma.io/service=web --outbound backend:http --explain
        mr-parse mesh/ | mr-match --policy web-to-backend --format table
        mr-parse main/ > main.json
        mr-parse mesh/ | mr-match --against main.json --format table
        mr-parse mesh/ | mr-match --release 2.5 --against-release 2.6
        mr-parse mesh/ | mr-match --format dot | dot -Tsvg > mesh.svg

      Reads resources as JSON: what mr-parse, kubectl and kumactl write. Without
      --dataplane it answers for every Dataplane. Documents of type
      MeshRetryExpectation are unit tests of the policies.

      EXIT STATUS
        0  fine, warnings included
        1  a Dataplane or policy asked for is not in the input, an expectation
           failed, a difference
        2  usage, unreadable, malformed or empty input, failed write
      """)

  @Option(
    help: ArgumentHelp(
      "The proxy: its name, or the display name that only it has; a mesh may stand before it.",
      valueName: "[mesh/]name"))
  var dataplane: [String] = []

  @Option(help: ArgumentHelp("Only proxies of this mesh.", valueName: "mesh"))
  var mesh: String?

  @OptionGroup(title: "Proxies without a Dataplane") var described: DescribedProxyOptions
  @OptionGroup(title: "Control plane") var controlPlane: ControlPlaneOptions

  @Option(
    help: ArgumentHelp(
      "The form of the answer: json, table, dot, or inspect (the body of Kuma's inspect API).",
      valueName: "form"))
  var format: MatchFormat = .json

  @Flag(help: "A table of every field: value, policy, place, and the values it took the place of.")
  var explain = false

  @Option(
    help: ArgumentHelp(
      "What this policy reaches: which proxies, which destinations, which fields.",
      valueName: "[mesh/]name"))
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "What has changed since the resources in this file; status 1 when anything has.",
      valueName: "file"), completion: .jsonFile)
  var against: String?

  @Option(
    name: .customLong("against-release"),
    help: ArgumentHelp(
      "What this release would change; status 1 when it does anything.", valueName: "release"))
  var againstRelease: Release?

  @Option(
    help: ArgumentHelp(
      "The i-th of n parts of the proxies, which is the same in every run.", valueName: "i/n"))
  var shard: Shard?

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
enum MatchFormat: String, OptionChoice {
  case json, table, dot, inspect
}
