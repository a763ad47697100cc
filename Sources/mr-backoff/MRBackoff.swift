import ArgumentParser
import ToolSupport

@main
struct MRBackoff: Tool {
  static let configuration = CommandConfiguration(
    commandName: "mr-backoff", abstract: "To come.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var findings: FindingOptions
  @OptionGroup var operands: InputOperands

  var readsStandardInput: Bool { operands.files.isEmpty }

  func run(_ run: ToolRun) throws {
    try JSONInput(operands, run).forEach { node, _ in try run.emit(node) }
  }
}
