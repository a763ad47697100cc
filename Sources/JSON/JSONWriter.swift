/// Writes JSON into a byte buffer: compact, or with two spaces a level.
///
/// Tokens come in order; separators are the writer's business.
public struct JSONWriter {
  /// How the text is laid out.
  public enum Style: Sendable {
    /// No white space.
    case compact
    /// A member a line, so many spaces a level.
    case pretty(indent: Int)
  }

  /// What has been written.
  public var bytes: [UInt8] = []
  private let indent: Int?
  private var depth = 0
  /// Whether the next value is the first of its container, or follows its key.
  private var isFirst = true
  private var followsKey = false

  /// A writer of that style.
  public init(_ style: Style = .compact) {
    switch style {
    case .compact: indent = nil
    case .pretty(let spaces): indent = spaces
    }
  }

  /// Opens an object.
  public mutating func beginObject() { begin(UInt8(ascii: "{")) }
  /// Closes the object.
  public mutating func endObject() { end(UInt8(ascii: "}")) }
  /// Opens an array.
  public mutating func beginArray() { begin(UInt8(ascii: "[")) }
  /// Closes the array.
  public mutating func endArray() { end(UInt8(ascii: "]")) }

  /// Writes the key of the member whose value comes next.
  public mutating func key(_ key: String) {
    separate()
    writeQuoted(key)
    bytes.append(UInt8(ascii: ":"))
    if indent != nil { bytes.append(UInt8(ascii: " ")) }
    followsKey = true
  }

  /// Writes a string.
  public mutating func string(_ text: String) {
    separate()
    writeQuoted(text)
  }

  /// Writes a number's text.
  public mutating func number(_ number: JSONNumber) { literal(number.text) }
  /// Writes an integer.
  public mutating func integer(_ value: Int) { literal(String(value)) }
  /// Writes `true` or `false`.
  public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }
  /// Writes `null`.
  public mutating func null() { literal("null") }

  /// Ends the line after a document; the next value starts a new one.
  public mutating func endLine() {
    bytes.append(UInt8(ascii: "\n"))
    isFirst = true
  }

  /// Forgets what has been written, keeping the memory.
  public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Writes a value with all it holds.
  public mutating func write(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .bool(let value): bool(value)
    case .number(let number): self.number(number)
    case .string(let text): string(text)
    case .array(let elements):
      beginArray()
      for element in elements { write(element) }
      endArray()
    case .object(let object):
      beginObject()
      for (key, value) in object.members {
        self.key(key)
        write(value)
      }
      endObject()
    }
  }

  /// Writes a value read from a text, with all it holds, without recursion.
  public mutating func write(_ root: JSONNode) {
    write(root, pieceSize: .max) { _ in }
  }

  /// Writes a value read from a text, calling `passOn` every now and then to let go of what was written.
  public mutating func write(
    _ root: JSONNode, passOn: (inout JSONWriter) throws -> Void
  ) rethrows {
    try write(root, pieceSize: Self.pieceSize, passOn: passOn)
  }

  /// About how many bytes are passed on at once.
  public static let pieceSize = 256 * 1024

  private mutating func write(
    _ root: JSONNode, pieceSize: Int, passOn: (inout JSONWriter) throws -> Void
  ) rethrows {
    if indent != nil { return try writePretty(root, pieceSize, passOn) }
    separate()
    var text = CompactText(of: root)
    while let piece = text.next(within: pieceSize) {
      // A long text is not copied.
      if piece.count > pieceSize && !bytes.isEmpty { try passOn(&self) }
      if bytes.isEmpty { bytes = piece } else { bytes += piece }
      if bytes.count >= pieceSize / 2 { try passOn(&self) }
    }
  }

  private mutating func writePretty(
    _ root: JSONNode, _ pieceSize: Int, _ passOn: (inout JSONWriter) throws -> Void
  ) rethrows {
    let document = root.document
    /// Open containers: the children still to come.
    var open: [(remaining: UInt32, isObject: Bool)] = []
    var index = root.index
    repeat {
      if bytes.count >= pieceSize { try passOn(&self) }
      while let last = open.last, last.remaining == 0 {
        open.removeLast()
        if last.isObject { endObject() } else { endArray() }
        // Deep down every line is long.
        if bytes.count >= pieceSize { try passOn(&self) }
      }
      if open.isEmpty && index != root.index { return }
      let node = document.nodes[index]
      if !open.isEmpty && node.kind != .key { countChild(&open) }
      switch node.kind {
      case .null: null()
      case .true: bool(true)
      case .false: bool(false)
      case .number, .string:
        separate()
        writeText(document, node)
      case .key:
        separate()
        writeText(document, node)
        bytes.append(contentsOf: ": ".utf8)
        followsKey = true
      case .replacedKey:
        index = document.next(index + 1)
        continue
      case .array:
        beginArray()
        open.append((node.length, false))
      case .object:
        beginObject()
        open.append((node.length, true))
      }
      index += 1
    } while !open.isEmpty
  }

  private func countChild(_ open: inout [(remaining: UInt32, isObject: Bool)]) {
    open[open.count - 1].remaining -= 1
  }

  // MARK: Inner workings

  private mutating func begin(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    depth += 1
    isFirst = true
  }

  private mutating func end(_ bracket: UInt8) {
    depth -= 1
    if !isFirst { newLine() }
    bytes.append(bracket)
    isFirst = false
  }

  private mutating func literal(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
  }

  /// Puts what stands between two values, or between a bracket and the first value.
  private mutating func separate() {
    if followsKey {
      followsKey = false
      return
    }
    if depth > 0 {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      newLine()
    }
    isFirst = false
  }

  private mutating func newLine() {
    guard let indent else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * depth))
  }

  private mutating func writeText(_ document: JSONDocument, _ node: JSONDocument.Node) {
    document.text.withUnsafeBufferPointer { text in
      let slice = UnsafeBufferPointer(rebasing: text[node.textRange])
      if node.kind == .number {
        bytes.append(contentsOf: slice)
      } else if node.isPlain {
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: slice)
        bytes.append(UInt8(ascii: "\""))
      } else {
        writeQuoted(slice)
      }
    }
  }

  private mutating func writeQuoted(_ text: String) {
    var text = text
    text.withUTF8 { writeQuoted($0) }
  }

  private mutating func writeQuoted(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    JSONEscape.append(text, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }
}
