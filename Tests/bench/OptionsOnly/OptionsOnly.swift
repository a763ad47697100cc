import ArgumentParser
import ToolSupport

/// A program that parses the tools' options and ends: what their start-up is measured against.
@main
struct OptionsOnly: ParsableCommand {
  @OptionGroup var release: ReleaseOption
  @OptionGroup var findings: FindingOptions
  @OptionGroup var common: CommonOptions
  @OptionGroup var operands: InputOperands

  func run() {}
}
