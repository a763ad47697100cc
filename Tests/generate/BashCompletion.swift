/// The completions for bash 4 and newer, with or without the package bash-completion.
extension CompletionScripts {
  var bash: String {
    """
    # bash \(heading)
    # shellcheck shell=bash
    \(function)() {
      local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
      local words='' before='' extensions=() extension
      # --option=value comes as three words.
      if [[ $word == = ]]; then
        word=''
      elif [[ $option == = ]]; then
        option=${COMP_WORDS[COMP_CWORD - 2]}
      fi
      case $option in
    \(bashCases.joined(separator: "\n"))
      *)
        if [[ $word == -* ]]; then
          words='\(options.flatMap(\.names).joined(separator: " "))'
        else
          \(operand.map { bashValue($0.value) } ?? "return")
        fi
        ;;
      esac
      if [[ -n $words ]]; then
        mapfile -t COMPREPLY < <(compgen -P "$before" -W "$words" -- "$word")
        return
      fi
      compopt -o filenames
      mapfile -t COMPREPLY < <(
        compgen -d -- "$word"
        for extension in "${extensions[@]}"; do compgen -f -X "!*$extension" -- "$word"; done
      )
    }
    complete -F \(function) \(tool)

    """
  }

  /// One case for all options with the same values.
  private var bashCases: [String] {
    var groups: [(value: Value, names: [String])] = []
    for option in options {
      guard let value = option.arguments.first?.value else { continue }
      if let index = groups.firstIndex(where: { $0.value == value }) {
        groups[index].names += option.names
      } else {
        groups.append((value, option.names))
      }
    }
    return groups.map { group in
      let value = bashValue(group.value)
      let lines = value.contains("\n") ? "\n    \(value)\n   " : " \(value)"
      return "  \(group.names.joined(separator: " | ")))\(lines) ;;"
    }
  }

  private func bashValue(_ value: Value) -> String {
    switch value {
    case .text: "return"
    case .folder: "extensions=()"
    case .file(extensions: []): "extensions=('')"
    case .file(let extensions):
      "extensions=(\(extensions.map { ".\($0)" }.joined(separator: " ")))"
    case .words(let words, isList: false): "words='\(words.joined(separator: " "))'"
    case .words(let words, isList: true):
      """
      words='\(words.joined(separator: " "))'
          if [[ $word == *,* ]]; then before=${word%,*}, word=${word##*,}; fi
      """
    }
  }
}
