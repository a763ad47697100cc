/// A line that means something to readers other than the YAML parser: to those that split a file before
/// they parse it, to helm's users, and to this project. A hostile text has one on every line: it takes 16 bytes.
public struct TextMark: Sendable, Equatable {
  /// What stands on the line.
  public enum Kind: Sendable, Equatable {
    /// A line that begins with `---`, wherever YAML has it; what stands between it and the one before.
    case separator(rest: Rest, before: Segment)
    /// The end of the text.
    case end(before: Segment)
    /// `# Source: path`, by which helm says which template the lines come from.
    indirect case source(String)
    /// `# mr:disable=MR030,MR031 reason`, under the line that it is for: its own or, of a comment that
    /// stands alone, the next one with something on it.
    indirect case suppression(Suppression)
  }

  /// What follows `---` on its line.
  public enum Rest: Sendable, Equatable {
    case nothing, comment, content
  }

  /// What stands between two lines that begin with `---`.
  public struct Segment: Sendable, Equatable {
    /// Lines that are only a comment, before anything else.
    public var commentLines: UInt32 = 0
    /// Whether there is anything but comments and blank lines.
    public var hasContent = false
  }

  /// A comment that suppresses rules.
  public struct Suppression: Sendable, Equatable {
    /// The codes as written, with commas between them.
    var list: String
    /// The line of the comment.
    public var line: UInt32
    /// The column of the comment.
    public var column: UInt32
    /// Whether nothing but the comment is on its line.
    public var standsAlone: Bool

    /// The codes as written.
    public var codes: [String] {
      // By bytes: a mark that combines with a comma does not make it another one.
      list.utf8.split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// The line, from 1.
  public var line: UInt32
  /// What stands on it.
  public var kind: Kind
}
