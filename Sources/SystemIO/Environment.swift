import Glibc

/// What the process was given by its surroundings.
public enum Environment {
  /// The value of a variable; nil when it is unset.
  public static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// Whether standard input is a terminal.
  public static var standardInputIsTerminal: Bool { isatty(0) == 1 }

  /// Whether colour is wanted on that stream: `always` and `never` decide; else a terminal, unless
  /// NO_COLOR is set and not empty or TERM is `dumb`.
  public static func wantsColor(_ choice: ColorChoice, on output: OutputFile) -> Bool {
    switch choice {
    case .always: true
    case .never: false
    case .auto:
      output.isTerminal && (variable("NO_COLOR") ?? "").isEmpty && variable("TERM") != "dumb"
    }
  }
}

/// When output is coloured.
public enum ColorChoice: String, CaseIterable, Sendable {
  case auto, always, never
}
