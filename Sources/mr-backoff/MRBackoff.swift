import ArgumentParser
import JSON
import MeshRetryCore
import ToolSupport

@main
struct MRBackoff: Tool {
  static let configuration = CommandConfiguration(
    commandName: "mr-backoff",
    abstract: "When the retries of a policy happen.",
    discussion: """
      EXAMPLES
        mr-backoff --base 25ms --retries 3 --format table
        mr-parse retry.yaml | mr-backoff --format table
        mr-parse *.yaml | mr-match --dataplane web-1 |
          mr-backoff --route-timeout 15s
        mr-backoff --base 25ms --header 'retry-after: 15' --now 1706096000
        mr-backoff --retries 5 --clients 200 --failure-rate 0.5 --format svg

      Two laws are shown: 'documented', the ranges that the policy's
      documentation states, and 'envoy', what Envoy does. All times are whole
      milliseconds.

      EXIT STATUS
        0  fine, warnings included
        1  Envoy would refuse what comes of a policy
        2  usage, unreadable, malformed or empty input, failed write
      """)

  @OptionGroup(title: "Policy") var policy: PolicyOptions
  @OptionGroup(title: "Questions") var question: QuestionOptions

  @Option(
    help: ArgumentHelp("The laws to show.", valueName: "model"))
  var model: ModelChoice = .both

  @Option(
    help: ArgumentHelp("The form of the data.", valueName: "form"))
  var format: Format = .json

  @OptionGroup var release: ReleaseOption
  @OptionGroup var common: CommonOptions
  @OptionGroup var findings: FindingOptions
  @OptionGroup var operands: InputOperands

  var readsStandardInput: Bool { operands.files.isEmpty && !policy.describesPolicy }

  func validate() throws { try question.check() }

  func run(_ run: ToolRun) throws {
    var printer = SchedulePrinter(
      try question.question(models: model.models), format: format, run: run)
    try ScheduleInput(self, run).forEach { try printer.print($0, $1) }
    try printer.finish()
  }
}

enum ModelChoice: String, OptionChoice {
  case documented, envoy, both

  var models: [BackOffModel] {
    switch self {
    case .documented: [.documented]
    case .envoy: [.envoy]
    case .both: BackOffModel.allCases
    }
  }
}

enum Format: String, OptionChoice {
  case json, table, chart, csv, svg
}
