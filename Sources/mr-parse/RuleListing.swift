import ArgumentParser
import Diagnostics
import MeshRetryCore
import ToolSupport

/// Codes of rules, separated by commas.
struct RuleCodes: ExpressibleByArgument {
  var codes: [RuleCode] = []

  init() {}

  init?(argument: String) {
    for word in argument.split(separator: ",") {
      guard let code = RuleCode(rawValue: word.uppercased()) else { return nil }
      codes.append(code)
    }
  }

  var defaultValueDescription: String { "" }

  static var allValueStrings: [String] { RuleCode.allCases.map(\.rawValue).sorted() }
}

/// The forms of the list of rules.
enum ListFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, markdown
}

/// What there is to say about rules.
enum RuleListing {
  static func explain(_ codes: [RuleCode], _ run: ToolRun) throws {
    let texts = codes.map { code in
      RuleCatalogue.text(code).map(RuleDocument.text)
        ?? "\(code.rawValue) (\(code.severity.rawValue)): \(code.title)\n"
    }
    try run.emit(text: texts.joined(separator: "\n"))
  }

  static func list(_ format: ListFormat, _ run: ToolRun) throws {
    switch format {
    case .text: try run.emit(text: RuleDocument.list)
    case .markdown: try run.emit(text: RuleDocument.page)
    case .json: for rule in RuleDocument.json { try run.emit(rule) }
    }
  }
}
