/// The completions for fish 3 and newer.
extension CompletionScripts {
  var fish: String {
    """
    # fish \(heading)
    \(fishFiles)\(fishWords)complete -c \(tool) -f
    \(options.map(fishOption).joined(separator: "\n"))
    complete -c \(tool) \(operand.map { fishValue($0.value) } ?? "")

    """
  }

  /// The name of a function of ours.
  private func helper(_ name: String) -> String { "_\(function)_\(name)" }

  /// What picks files by their extensions.
  private var fishFiles: String {
    let values = ([operand].compactMap(\.self) + options.flatMap(\.arguments)).map(\.value)
    let picks = values.contains {
      if case .file(let extensions) = $0 { !extensions.isEmpty } else { false }
    }
    if !picks { return "" }
    return """
      function \(helper("files")) -a extensions
        complete -C "'' "(commandline -ct) | string match -r ".*(?:/|\\.(?:$extensions)\\$)"
      end

      """
  }

  /// The words of lists with what they mean.
  private var fishWords: String {
    if listWords.isEmpty { return "" }
    let lines = listWords.map { "    \(fishQuoted($0)) \(fishQuoted(titles[$0] ?? ""))" }
    return """
      function \(helper("codes"))
        printf '%s\\t%s\\n' \\
      \(lines.joined(separator: " \\\n"))
      end

      """
  }

  private func fishOption(_ option: Option) -> String {
    let names = option.names.map { name in
      name.hasPrefix("--") ? "-l \(name.dropFirst(2))" : "-s \(name.dropFirst())"
    }
    // -F asks for files; -x is for what comes in their place.
    let value = option.arguments.first.map(\.value).map { value in
      [value == .file(extensions: []) ? "-r" : "-x", fishValue(value)].filter { !$0.isEmpty }
    }
    return (["complete -c \(tool)"] + names + (value ?? []) + ["-d \(fishQuoted(option.summary))"])
      .joined(separator: " ")
  }

  private func fishValue(_ value: Value) -> String {
    switch value {
    case .text: ""
    case .folder: "-a '(__fish_complete_directories (commandline -ct))'"
    case .file(extensions: []): "-F"
    case .file(let extensions):
      "-a '(\(helper("files")) \"\(extensions.joined(separator: "|"))\")'"
    case .words(let words, isList: false): "-a '\(words.joined(separator: " "))'"
    case .words(_, isList: true): "-a '(__fish_complete_list , \(helper("codes")))'"
    }
  }

  private func fishQuoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}
