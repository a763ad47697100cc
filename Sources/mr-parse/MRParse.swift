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
    help: ArgumentHelp("Convert the envelope of Kuma's resources.", valueName: "form"))
  var to: ResourceForm?

  @Flag(help: "Write policies as a control plane stores them: defaults, durations in Go's form.")
  var normalize = false

  @Flag(help: "Print a JSON Schema of MeshRetry for editors, and stop.")
  var schema = false

  @Flag(help: "Print the text with everything corrected that has exactly one right answer.")
  var fix = false

  @Flag(help: "Print what --fix would change, as a unified diff.")
  var diff = false

  @Flag(name: .customLong("in-place"), help: "Correct the files themselves.")
  var inPlace = false

  @Option(
    help: ArgumentHelp("Whose way of cutting a file into documents applies.", valueName: "whose"))
  var splitter: SplitterChoice = .yaml

  @Option(
    help: ArgumentHelp("Only the rules of these codes, separated by commas.", valueName: "code,...")
  )
  var only: RuleCodes = RuleCodes()

  @Option(
    help: ArgumentHelp("Not the rules of these codes, separated by commas.", valueName: "code,..."))
  var disable: RuleCodes = RuleCodes()

  @Option(help: ArgumentHelp("Say what rules are about, and stop.", valueName: "code,..."))
  var explain: RuleCodes?

  @Flag(name: .customLong("list-rules"), help: "List all rules, and stop.")
  var listRules = false

  @Option(
    help: ArgumentHelp("The form of --list-rules: text, json or markdown.", valueName: "form"))
  var format: ListFormat = .text

  @OptionGroup var release: ReleaseOption
  @OptionGroup var findings: FindingOptions
  @OptionGroup var common: CommonOptions
  @Argument(
    help: ArgumentHelp(
      "Files and directories to read; - or none is standard input.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var files: [String] = []

  static let libraryVersions = ["libyaml \(LibYAML.version)"]

  var readsStandardInput: Bool { files.isEmpty && explain == nil && !listRules && !schema }
  var reportsToStandardOutput: Bool { check }

  func run(_ run: ToolRun) throws {
    if let explain { return try RuleListing.explain(explain.codes(), run) }
    if listRules { return try RuleListing.list(format, run) }
    let release = try release.release()
    if schema { return try run.emit(EditorSchema.document(release)) }
    let isFixing = fix || diff || inPlace
    if isFixing && (to != nil || normalize || check || noValidate) {
      throw ToolFailure.usage(
        "--fix, --diff and --in-place go without --to, --normalize, --check and --no-validate")
    }
    if noValidate && (to != nil || normalize) {
      throw ToolFailure.usage("--no-validate goes without --to and --normalize")
    }
    let reading = ReadingOptions(
      release: release,
      systemNamespaces: systemNamespace.map { [$0] } ?? PolicyJudge.defaultSystemNamespaces,
      validates: !noValidate, writesDocuments: !check && !isFixing, writesLocations: locations,
      isPretty: common.isPretty,
      splitter: splitter.splitter(release), form: to, isNormalized: normalize,
      selection: try RuleSelection(only: only.codes(), disabled: disable.codes()),
      wantsNotes: findings.wantsNotes)
    let parse = ParseRun(options: reading, isRecursive: recursive, run: run)
    guard isFixing else { return try parse.parse(files) }
    try FixRun(options: reading, destination: diff ? .diff : inPlace ? .file : .output, run: run)
      .fix(parse.inputs(files))
  }
}

/// Who cuts a file into documents.
enum SplitterChoice: String, OptionChoice {
  case yaml, kuma, kubernetes

  func splitter(_ release: Release) -> DocumentSplitter {
    switch self {
    case .yaml: .yaml
    case .kuma: .kuma(dropsCommentLine: release.has(.commentLineDropped))
    case .kubernetes: .kubernetes(goesOnWithYAML: release.has(.kubectlGoesOnWithYAML))
    }
  }
}

extension ResourceForm: OptionChoice {}
