/// The completions for zsh, on its own `_arguments`.
extension CompletionScripts {
  var zsh: String {
    let lines = options.map(zshOption) + (operand.map { [quoted("*" + zshArgument($0))] } ?? [])
    return """
      #compdef \(tool)
      # zsh \(heading)
      \(zshWords)_arguments -s -S \\
        \(lines.joined(separator: " \\\n  "))

      """
  }

  /// The words of lists with what they mean, as `_values` takes them.
  private var zshWords: String {
    if listWords.isEmpty { return "" }
    let lines = listWords.map { word in
      "  " + quoted(word + (titles[word].map { "[\(escaped($0))]" } ?? ""))
    }
    return "local -a codes=(\n\(lines.joined(separator: "\n"))\n)\n"
  }

  /// All names of an option exclude each other, unless it may be repeated.
  private func zshOption(_ option: Option) -> String {
    let prefix = option.isRepeating ? "*" : "(\(option.names.joined(separator: " ")))"
    let rest = "[\(escaped(option.summary))]" + option.arguments.map(zshArgument).joined()
    let names = option.names.map { zshName($0, takesArgument: !option.arguments.isEmpty) }
    return names.count == 1
      ? quoted(prefix + names[0] + rest)
      : "\(quoted(prefix)){\(names.joined(separator: ","))}\(quoted(rest))"
  }

  /// `--name=` takes a value after = or as the next word, `-n+` at once or as the next word; mr-query's
  /// only as the next word.
  private func zshName(_ name: String, takesArgument: Bool) -> String {
    if !takesArgument || tool == "mr-query" { return name }
    return name.hasPrefix("--") ? name + "=" : name + "+"
  }

  private func zshArgument(_ argument: Argument) -> String {
    let action =
      switch argument.value {
      case .text: " "
      case .folder: "_files -/"
      case .file(extensions: []): "_files"
      case .file(let extensions): "_files -g \"*.(\(extensions.joined(separator: "|")))(-.)\""
      case .words(let words, isList: false): "(\(words.joined(separator: " ")))"
      case .words(_, isList: true): "_values -s , code $codes"
      }
    return ":\(escaped(argument.name)):\(action)"
  }

  private func escaped(_ text: String) -> String {
    text.map { "[]:\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  private func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
