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
      Examples:
        mr-backoff --base 25ms --retries 3 --format table
        mr-parse retry.yaml | mr-backoff --format table
        mr-parse *.yaml | mr-match --dataplane web-1 | mr-backoff --route-timeout 15s

      Two laws are shown: 'documented', the ranges that the policy's documentation states, and \
      'envoy', what Envoy does. All times are whole milliseconds.
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var findings: FindingOptions
  @OptionGroup var release: ReleaseOption
  @OptionGroup(title: "Policy") var policy: PolicyOptions
  @OptionGroup var operands: InputOperands

  @Option(
    help: ArgumentHelp("The laws to show: documented, envoy or both.", valueName: "model"))
  var model: ModelChoice = .both

  @Option(help: ArgumentHelp("The form of the data: json or table.", valueName: "form"))
  var format: Format = .json

  var readsStandardInput: Bool { operands.files.isEmpty && !policy.describesPolicy }

  func run(_ run: ToolRun) throws {
    let schedules = try ScheduleInput(self, run).subjects()
    var printer = SchedulePrinter(models: model.models, format: format, run: run)
    for subject in schedules { try printer.print(subject) }
  }
}

enum ModelChoice: String, CaseIterable, ExpressibleByArgument {
  case documented, envoy, both

  var models: [BackOffModel] {
    switch self {
    case .documented: [.documented]
    case .envoy: [.envoy]
    case .both: BackOffModel.allCases
    }
  }
}

enum Format: String, CaseIterable, ExpressibleByArgument {
  case json, table
}
