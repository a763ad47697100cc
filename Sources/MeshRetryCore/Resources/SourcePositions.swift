import JSON

/// Where the values of a document stood in the file it was first read from: the member `x-mr-source`,
/// by which places survive a pipe.
public struct SourcePositions: Sendable {
  /// The key of the member.
  public static let key = "x-mr-source"

  /// The file.
  public let file: String
  private let positions: JSONNode

  /// The places that a document carries; nil when it carries none.
  public init?(in root: JSONNode) {
    guard let source = root[Self.key], let file = source["file"]?.string,
      let positions = source["positions"], positions.kind == .object
    else { return nil }
    self.file = file
    self.positions = positions
  }

  /// The first place of the document that is recorded.
  public var first: SourceLocation? {
    guard let pair = positions.members.first(where: { _ in true })?.value,
      let line: UInt32 = pair[0]?.number?.integer(),
      let column: UInt32 = pair[1]?.number?.integer()
    else { return nil }
    let start = Position(line: line, column: column)
    // Where it ends is not recorded: the first character stands for it.
    let end = Position(line: line, column: column &+ 1)
    return SourceLocation(file: file, range: TextRange(start: start, end: end))
  }

  /// The place of the value at that path; nil when it is not recorded.
  public subscript(path: FieldPath) -> SourceLocation? {
    guard let pair = positions[path.pointer], let line: UInt32 = pair[0]?.number?.integer(),
      let column: UInt32 = pair[1]?.number?.integer()
    else { return nil }
    let start = Position(line: line, column: column)
    // Where it ends is not recorded: the first character stands for it.
    let end = Position(line: line, column: column &+ 1)
    return SourceLocation(file: file, range: TextRange(start: start, end: end))
  }
}

extension JSONWriter {
  /// Writes an object as it was read and adds `x-mr-source`: the file, and of every value below the root
  /// the line and column where it starts. Lines are counted from the one after `lines` on. What was written
  /// is let go of by `passOn` every now and then.
  public mutating func write(
    _ root: JSONNode, locatedIn file: String, after lines: UInt32 = 0,
    passOn: (inout JSONWriter) throws -> Void = { _ in }
  ) rethrows {
    guard root.kind == .object else { return try write(root, passOn: passOn) }
    beginObject()
    for (name, value) in root.members where !name.hasText(SourcePositions.key) {
      key(name.string ?? "")
      try write(value, passOn: passOn)
    }
    key(SourcePositions.key)
    beginObject()
    key("file")
    string(file)
    key("positions")
    beginObject()
    try writePositions(of: root, after: lines, passOn)
    endObject()
    endObject()
    endObject()
  }

  /// Every value's place, keyed by its JSON pointer, in reading order; without recursion.
  private mutating func writePositions(
    of root: JSONNode, after lines: UInt32, _ passOn: (inout JSONWriter) throws -> Void
  ) rethrows {
    var walk = NodeWalk(through: root)
    while let node = walk.next() {
      key(walk.path.pointer)
      beginArray()
      integer(Int(node.range.start.line) - Int(lines))
      integer(Int(node.range.start.column))
      endArray()
      if bytes.count >= Self.pieceSize { try passOn(&self) }
    }
  }
}
