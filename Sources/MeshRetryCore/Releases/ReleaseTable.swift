/// The table of behaviour changes as text: the documentation of what differs between releases.
public enum ReleaseTable {
  /// A line for each change: the releases from which it holds, until when, what it is.
  public static var text: String {
    Behaviour.allCases.map { behaviour in
      let change = behaviour.change
      let since = change.since.map(\.description).joined(separator: ", ")
      let until = change.until.map(\.description).joined(separator: ", ")
      let span = until.isEmpty ? "since \(since)" : "since \(since), until \(until)"
      return "\(span): \(change.summary)\n"
    }.joined()
  }
}
