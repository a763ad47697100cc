import JQ

/// Completion scripts, from the table of options.
enum Completions {
  enum Shell: String {
    case bash, zsh, fish
  }

  static func script(_ shell: Shell) -> String {
    let options = CommandOption.all.filter { !$0.isHidden }
    return switch shell {
    case .bash: bash(options)
    case .zsh: zsh(options)
    case .fish: fish(options)
    }
  }

  private static func bash(_ options: [CommandOption]) -> String {
    let words = options.flatMap { option in
      [option.short.map { "-\($0)" }, "--\(option.long)"].compactMap { $0 }
    }
    let folders = options.filter { $0.arguments == ["dir"] }.flatMap { option in
      [option.short.map { "-\($0)" }, "--\(option.long)"].compactMap { $0 }
    }
    return """
      # bash completion of mr-query
      _mr_query() {
        local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
        case $previous in
          \(folders.joined(separator: "|"))) COMPREPLY=($(compgen -d -- "$word")); return ;;
        esac
        case $word in
          -*) COMPREPLY=($(compgen -W "\(words.joined(separator: " "))" -- "$word")) ;;
          *) COMPREPLY=($(compgen -f -- "$word")) ;;
        esac
      }
      complete -o filenames -F _mr_query mr-query

      """
  }

  private static func zsh(_ options: [CommandOption]) -> String {
    var lines = ["#compdef mr-query", "_arguments -s -S \\"]
    for option in options {
      let names = [option.short.map { "-\($0)" }, "--\(option.long)"].compactMap { $0 }
      let arguments = option.arguments.map { ":\($0):\(zshAction($0))" }.joined()
      let summary = quoted(option.summary, escaping: "[]:")
      for name in names { lines.append("  '*\(name)[\(summary)]\(arguments)' \\") }
    }
    lines.append("  '1:filter:' '*:file:_files'")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func zshAction(_ argument: String) -> String {
    switch argument {
    case "file": "_files"
    case "dir": "_files -/"
    default: ""
    }
  }

  private static func fish(_ options: [CommandOption]) -> String {
    var text = "# fish completion of mr-query\n"
    for option in options {
      let short = option.short.map { " -s \($0)" } ?? ""
      let takesArgument = option.arguments.isEmpty ? "" : " -r"
      let summary = quoted(option.summary, escaping: "")
      text += "complete -c mr-query\(short) -l \(option.long)\(takesArgument) -d '\(summary)'\n"
    }
    return text
  }

  /// The text between single quotes of the shell, some characters escaped for what reads it then.
  private static func quoted(_ text: String, escaping characters: String) -> String {
    var result = ""
    for character in text {
      if character == "'" {
        result += "'\\''"
      } else {
        if characters.contains(character) { result += "\\" }
        result.append(character)
      }
    }
    return result
  }
}
