import JQ

/// What the program says about its use.
enum Help {
  /// After an error in the command line; the words are jq's.
  static let pointer = """
    Use jq --help for help with command-line options,
    or see the jq manpage, or online docs at https://jqlang.org

    """

  private static let usage = """
    Usage: mr-query [options] <jq filter> [file...]
           mr-query [options] -f <program file> [file...]
           mr-query [options] --args <jq filter> [strings...]
           mr-query [options] --jsonargs <jq filter> [JSON texts...]

    """

  private static let examples = """
    mr-query - jq on the documents of meshretry, and on any JSON

    Examples:
      mr-parse mesh/*.yaml | mr-query -r .name
      mr-parse mesh/*.yaml | mr-match |
        mr-query -c 'include "meshretry"; effective("backend")'
      mr-match mesh.json |
        mr-query -r 'include "meshretry"; outbounds | [.service, .protocol] | @tsv'
      mr-parse retry.yaml |
        mr-query --yaml-output '.spec.to[0].default.http.numRetries = 3'


    """

  /// When there is no program to run.
  static let short = examples + usage + "\nmr-query --help lists the options.\n"

  /// What `--help` prints.
  static var long: String {
    var text = examples + usage
    for group in CommandOption.groups {
      let options = group.options.filter { !$0.isHidden }
      text += "\n\(group.title):\n"
      for option in options { text += line(option) }
    }
    text += """

      The options, the output and the exit status are jq 1.8's; the language is that of the installed
      libjq. YAML is read by piping it through mr-parse. See mr-query(1) and jq(1).

      """
    return text
  }

  private static func line(_ option: CommandOption) -> String {
    let short = option.short.map { "-\($0), " } ?? "    "
    let name = ([short + "--\(option.long)"] + option.arguments).joined(separator: " ")
    let width = 30
    let padding = String(repeating: " ", count: max(width - name.count, 1))
    return "  \(name)\(padding)\(option.summary)\n"
  }
}
