import ArgumentParser
import Diagnostics
import MeshRetryCore
import ToolSupport
import YAML

@main
struct MRParse: Tool {
  static let configuration = CommandConfiguration(
    commandName: "mr-parse",
    abstract: "Read YAML as Kuma reads it, say what Kuma would say, and write JSON.",
    discussion: """
      EXAMPLES
        mr-parse retry.yaml                      one line of JSON a document
        mr-parse --check mesh/                   the report only
        mr-parse --release 2.9 *.yaml | mr-match --dataplane web-1
        helm template . | mr-parse --check -

      EXIT STATUS
        0  fine, warnings included
        1  a document has an error
        2  usage, unreadable, malformed or empty input, failed write
      """)

  @Flag(help: "No documents: the report goes to standard output.")
  var check = false

  @Flag(
    name: .customLong("no-validate"),
    help: "Plain YAML to JSON: one line a document, null for an empty one.")
  var noValidate = false

  @Flag(help: "Add the member x-mr-source: the file, and line and column of every value.")
  var locations = false

  @Flag(name: [.customShort("R"), .long], help: "Go into the folders of directories, too.")
  var recursive = false

  @Option(
    name: .customLong("system-namespace"),
    help: ArgumentHelp(
      """
      Kuma's own namespace on Kubernetes \
      (default: \(PolicyJudge.defaultSystemNamespaces.joined(separator: " and "))).
      """, valueName: "namespace"))
  var systemNamespace: String?

  @Option(
    help: ArgumentHelp("Whose way of cutting a file into documents applies.", valueName: "whose"))
  var splitter: SplitterChoice = .yaml

  @Option(
    help: ArgumentHelp("Only the rules of these codes, separated by commas.", valueName: "codes"))
  var only: RuleCodes = RuleCodes()

  @Option(
    help: ArgumentHelp("Not the rules of these codes, separated by commas.", valueName: "codes"))
  var disable: RuleCodes = RuleCodes()

  @Option(help: ArgumentHelp("Say what a rule is about, and stop.", valueName: "code"))
  var explain: RuleCodes?

  @Flag(name: .customLong("list-rules"), help: "List all rules, and stop.")
  var listRules = false

  @Option(
    help: ArgumentHelp("The form of --list-rules: text, json or markdown.", valueName: "form"))
  var format: ListFormat = .text

  @OptionGroup var release: ReleaseOption
  @OptionGroup var findings: FindingOptions
  @OptionGroup var common: CommonOptions
  @OptionGroup var operands: InputOperands

  static let libraryVersions = ["libyaml \(LibYAML.version)"]

  var readsStandardInput: Bool { operands.files.isEmpty && explain == nil && !listRules }
  var reportsToStandardOutput: Bool { check }

  func run(_ run: ToolRun) throws {
    if let explain { return try RuleListing.explain(explain.codes, run) }
    if listRules { return try RuleListing.list(format, run) }
    let release = try release.release()
    let reading = ReadingOptions(
      release: release,
      systemNamespaces: systemNamespace.map { [$0] } ?? PolicyJudge.defaultSystemNamespaces,
      validates: !noValidate, writesDocuments: !check, writesLocations: locations,
      isPretty: common.isPretty,
      splitter: splitter.splitter(release),
      selection: RuleSelection(only: only.codes, disabled: disable.codes))
    try ParseRun(options: reading, isRecursive: recursive, run: run).parse(operands.files)
  }
}

/// Who cuts a file into documents.
enum SplitterChoice: String, CaseIterable, ExpressibleByArgument {
  case yaml, kuma, kubernetes

  func splitter(_ release: Release) -> DocumentSplitter {
    switch self {
    case .yaml: .yaml
    case .kuma: .kuma(dropsCommentLine: release.has(.commentLineDropped))
    case .kubernetes: .kubernetes(goesOnWithYAML: release.has(.kubectlGoesOnWithYAML))
    }
  }
}
