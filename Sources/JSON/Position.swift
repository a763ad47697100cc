/// A place in a text: line and column, both from 1; columns count Unicode scalars.
public struct Position: Sendable, Hashable, Comparable {
  /// The line, from 1.
  public var line: UInt32
  /// The column in Unicode scalars, from 1.
  public var column: UInt32

  /// A position from its line and column, both from 1.
  public init(line: UInt32, column: UInt32) {
    self.line = line
    self.column = column
  }

  /// The first character of a text.
  public static let start = Position(line: 1, column: 1)

  /// Orders by line, then by column.
  public static func < (a: Position, b: Position) -> Bool {
    a.line != b.line ? a.line < b.line : a.column < b.column
  }
}

/// The stretch of text that a key or a value takes; `end` is exclusive.
public struct TextRange: Sendable, Hashable {
  /// The first character.
  public var start: Position
  /// The place after the last character.
  public var end: Position

  /// A range from its first character to the place after its last.
  public init(start: Position, end: Position) {
    self.start = start
    self.end = end
  }
}
