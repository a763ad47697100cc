import JQ

/// The section OPTIONS of mr-query's manual page, from its table of options.
enum QueryManualOptions {
  static var text: String {
    var text = ".SH OPTIONS\n"
    for group in CommandOption.groups {
      text += ".SS \(group.title)\n"
      for option in group.options where !option.isHidden { text += entry(option) }
    }
    return text
  }

  private static func entry(_ option: CommandOption) -> String {
    let names = [option.short.map { "-\($0)" }, "--\(option.long)"].compactMap { $0 }
      .map { "\\fB\(escaped($0))\\fR" }.joined(separator: ", ")
    let arguments = option.arguments.map { " \\fI\(escaped($0))\\fR" }.joined()
    return ".TP\n\(names)\(arguments)\n\(sentence(option.summary))\n"
  }

  /// The summary as a sentence, safe at the beginning of a line.
  private static func sentence(_ summary: String) -> String {
    let text = escaped(summary.prefix(1).uppercased() + summary.dropFirst()) + "."
    return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&\(text)" : text
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      default: result.append(character)
      }
    }
    return result
  }
}
