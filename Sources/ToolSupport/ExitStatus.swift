/// What a tool's end says; the worst thing that happened decides.
public enum ExitStatus: Int32, Comparable, Sendable {
  /// Fine; warnings and notes included.
  case fine = 0
  /// An error finding, a difference, something asked for that is not there.
  case findings = 1
  /// Usage, unreadable, malformed or empty input, a failed write.
  case trouble = 2

  /// Better before worse.
  public static func < (a: ExitStatus, b: ExitStatus) -> Bool { a.rawValue < b.rawValue }
}

/// What ends a tool at once.
public enum ToolFailure: Error {
  /// The command line asks for something that cannot be: a line and a pointer to the help, status 2.
  case usage(String)
  /// Something else went wrong: a line, status 2.
  case trouble(String)
}
