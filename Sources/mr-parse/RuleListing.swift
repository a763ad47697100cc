import ArgumentParser
import Diagnostics
import MeshRetryCore
import ToolSupport

/// Codes of rules, separated by commas.
struct RuleCodes: ExpressibleByArgument {
  private var words: [Substring] = []

  init() {}

  init(argument: String) { words = argument.split(separator: ",") }

  /// The codes.
  ///
  /// - Throws: ``ToolFailure/usage(_:)`` for a word that is none, with the nearest one.
  func codes() throws -> [RuleCode] {
    try words.map { word in
      if let code = RuleCode(rawValue: word.uppercased()) { return code }
      let nearest = Nearest.match(String(word), in: Self.allValueStrings)
      throw ToolFailure.usage(
        "no rule has the code '\(word)'"
          + (nearest.map { "; did you mean '\($0)'?" } ?? "; --list-rules shows them all"))
    }
  }

  var defaultValueDescription: String { "" }

  static var allValueStrings: [String] { RuleCode.allCases.map(\.rawValue).sorted() }
}

/// The forms of the list of rules.
enum ListFormat: String, OptionChoice {
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
