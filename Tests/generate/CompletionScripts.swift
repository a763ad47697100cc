import JQ
import JSON

/// What shells are told about a tool; each of them has a file with its script.
struct CompletionScripts {
  var tool: String
  var options: [Option]
  var operand: Argument?
  /// What a word means, for shells that show it: the titles of rules.
  var titles: [String: String] = [:]

  /// An option, with what follows it.
  struct Option {
    /// The names with their dashes.
    var names: [String]
    /// What it does, in a line.
    var summary: String
    var isRepeating = false
    var arguments: [Argument]
  }

  /// What follows an option, or an operand.
  struct Argument {
    var name: String
    var value: Value
  }

  /// What may stand in the place of an argument.
  enum Value: Equatable {
    /// One of these words; `isList` where several may stand, separated by commas.
    case words([String], isList: Bool)
    /// A file with one of these extensions, or any file.
    case file(extensions: [String])
    case folder
    /// A text that cannot be guessed.
    case text
  }

  /// The name of the tool as a shell's function may be called.
  var function: String { "_" + tool.replacing("-", with: "_") }
  var heading: String { "completion of \(tool), made by `make generate`" }

  /// The words of the options that take a list.
  var listWords: [String] {
    for case .words(let words, isList: true) in options.flatMap(\.arguments).map(\.value) {
      return words
    }
    return []
  }
}

extension CompletionScripts {
  /// From the JSON that `--experimental-dump-help` prints. A value name that ends in `,...` is a list's.
  init(tool: String, description: String, titles: [String: String]) throws {
    guard let root = try JSONParser(text: description).next()?.root,
      let nodes = root["command"]?["arguments"]
    else { throw Problem(message: "no description of \(tool)") }
    self.init(tool: tool, options: [], operand: nil, titles: titles)
    for node in nodes.elements where node["shouldDisplay"]?.bool ?? true {
      let kind = node["kind"]?.string
      let argument = Argument(name: node["valueName"]?.string ?? "", value: Self.value(of: node))
      if kind == "positional" {
        operand = argument
      } else {
        options.append(
          Option(
            names: (node["names"]?.elements.map { $0 } ?? []).map(Self.name),
            summary: Self.short(node["abstract"]?.string ?? ""),
            isRepeating: node["isRepeating"]?.bool ?? false,
            arguments: kind == "flag" ? [] : [argument]))
      }
    }
  }

  private static func name(_ node: JSONNode) -> String {
    (node["kind"]?.hasText("long") ?? false ? "--" : "-") + (node["name"]?.string ?? "")
  }

  private static func value(of node: JSONNode) -> Value {
    if let file = node["completionKind"]?["file"] {
      return .file(extensions: file["extensions"]?.elements.compactMap(\.string) ?? [])
    }
    guard let words = node["allValues"] else { return .text }
    let isList = node["valueName"]?.string?.hasSuffix(",...") ?? false
    return .words(words.elements.compactMap(\.string), isList: isList)
  }

  /// Without defaults and without the full stop.
  private static func short(_ summary: String) -> String {
    let text = summary.split(separator: " (default", maxSplits: 1).first.map(String.init) ?? ""
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}

extension CompletionScripts {
  /// Those of mr-query, from its table of options. The first operand may be a program, or with -f a file.
  static let query = CompletionScripts(
    tool: "mr-query",
    options: CommandOption.all.filter { !$0.isHidden }.map { option in
      Option(
        names: (option.short.map { ["-\($0)"] } ?? []) + ["--\(option.long)"],
        summary: option.summary, isRepeating: true, arguments: option.arguments.map(argument))
    },
    operand: argument("file"))

  private static func argument(_ name: String) -> Argument {
    switch name {
    case "file": Argument(name: name, value: .file(extensions: []))
    case "dir": Argument(name: name, value: .folder)
    default: Argument(name: name, value: .text)
    }
  }
}
