/// The compact text of a value that was read, made in one pass over its nodes into memory that is sure to
/// hold it.
struct CompactText {
  private var next: UnsafeMutablePointer<UInt8>
  private let text: UnsafePointer<UInt8>

  /// The text of a value.
  static func bytes(of root: JSONNode) -> [UInt8] {
    let (document, nodes) = (root.document, root.index..<root.document.next(root.index))
    return document.text.withUnsafeBufferPointer { text in
      [UInt8](unsafeUninitializedCapacity: limit(document.nodes[nodes])) { buffer, count in
        // A document without any text has no address for it: nothing is read from there then.
        guard let start = buffer.baseAddress else { return }
        LargePages.prepare(UnsafeMutableRawBufferPointer(buffer))
        var writer = CompactText(next: start, text: text.baseAddress ?? UnsafePointer(start))
        writer.write(nodes, of: document)
        count = writer.next - start
      }
    }
  }

  /// How many bytes the text of these nodes has at most.
  private static func limit(_ nodes: Slice<NodeArray>) -> Int {
    var limit = 0
    for node in nodes {
      // Brackets or quotes, a comma, a colon; or a word and a comma.
      limit += 6
      switch node.kind {
      case .number, .string, .key, .replacedKey:
        limit += Int(node.length) * (node.isPlain ? 1 : JSONEscape.longest)
      case .null, .true, .false, .array, .object: break
      }
    }
    return limit
  }

  private mutating func write(_ nodes: Range<Int>, of document: JSONDocument) {
    /// Open containers: the node behind each, and its closing bracket.
    var open: [(end: Int, bracket: UInt8)] = []
    var needsComma = false
    var index = nodes.lowerBound
    while index < nodes.upperBound {
      while let last = open.last, last.end == index {
        put(last.bracket)
        needsComma = true
        open.removeLast()
      }
      let node = document.nodes[index]
      if node.kind == .replacedKey {
        index = document.next(index + 1)
        continue
      }
      if needsComma { put(UInt8(ascii: ",")) }
      needsComma = true
      switch node.kind {
      case .null: put("null")
      case .true: put("true")
      case .false: put("false")
      case .number: putText(node)
      case .string: putQuoted(node)
      case .key, .replacedKey:
        putQuoted(node)
        put(UInt8(ascii: ":"))
        needsComma = false
      case .array, .object:
        let isArray = node.kind == .array
        put(isArray ? UInt8(ascii: "[") : UInt8(ascii: "{"))
        open.append((index + Int(node.span), isArray ? UInt8(ascii: "]") : UInt8(ascii: "}")))
        needsComma = false
      }
      index += 1
    }
    while let last = open.popLast() { put(last.bracket) }
  }

  // MARK: Bytes

  @inline(__always)
  private mutating func put(_ byte: UInt8) {
    next.pointee = byte
    next += 1
  }

  private mutating func put(_ word: StaticString) {
    next.update(from: word.utf8Start, count: word.utf8CodeUnitCount)
    next += word.utf8CodeUnitCount
  }

  @inline(__always)
  private mutating func putText(_ node: JSONDocument.Node) {
    let length = Int(node.length)
    next.update(from: text + Int(node.offset), count: length)
    next += length
  }

  @inline(__always)
  private mutating func putQuoted(_ node: JSONDocument.Node) {
    put(UInt8(ascii: "\""))
    if node.isPlain { putText(node) } else { putEscaped(node) }
    put(UInt8(ascii: "\""))
  }

  private mutating func putEscaped(_ node: JSONDocument.Node) {
    let bytes = UnsafeBufferPointer(start: text + Int(node.offset), count: Int(node.length))
    for byte in bytes {
      if JSONEscape.isNeeded(byte) {
        JSONEscape.forEachByte(of: byte) { put($0) }
      } else {
        put(byte)
      }
    }
  }
}

extension JSONDocument.Node {
  /// Where the scalar's bytes stand in the document's text.
  var textRange: Range<Int> { Int(offset)..<Int(offset) + Int(length) }
}
