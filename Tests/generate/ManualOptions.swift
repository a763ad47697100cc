import JSON

/// The section OPTIONS of a manual page, from the option parser's description of a tool.
struct ManualOptions {
  private let arguments: [JSONNode]

  /// From the JSON that `--experimental-dump-help` prints.
  init(description: String) throws {
    guard let root = try JSONParser(text: description).next()?.root,
      let arguments = root["command"]?["arguments"]
    else { throw Problem(message: "no description of the tool") }
    self.arguments = Array(arguments.elements)
  }

  var text: String {
    var text = ".SH OPTIONS\n"
    var section: String?
    for argument in arguments where argument["shouldDisplay"]?.bool ?? true {
      if argument["kind"]?.hasText("positional") ?? false { continue }
      let title = argument["sectionTitle"]?.string
      if title != section, let title { text += ".SS \(escaped(title))\n" }
      section = title
      text += entry(argument)
    }
    return text
  }

  private func entry(_ argument: JSONNode) -> String {
    let names = (argument["names"]?.elements.map { $0 } ?? []).map { name in
      let dashes = name["kind"]?.hasText("long") ?? false ? "--" : "-"
      return "\\fB\(escaped(dashes + (name["name"]?.string ?? "")))\\fR"
    }
    var head = names.joined(separator: ", ")
    if argument["kind"]?.hasText("option") ?? false {
      head += " \\fI\(escaped(argument["valueName"]?.string ?? "value"))\\fR"
    }
    var body = argument["abstract"]?.string ?? ""
    if let values = argument["allValues"], values.count > 0, values.count <= 20 {
      let list = values.elements.compactMap(\.string).joined(separator: ", ")
      body += " One of: \(list)."
    }
    if let value = argument["defaultValue"]?.string, !value.isEmpty {
      body += " Default: \(value)."
    }
    return ".TP\n\(head)\n\(line(body))\n"
  }

  /// A text that is safe at the beginning of a line.
  private func line(_ text: String) -> String {
    let text = escaped(text)
    return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "\n": result += " "
      default: result.append(character)
      }
    }
    return result
  }
}
