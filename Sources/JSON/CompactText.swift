/// The compact text of a value that was read, piece by piece: each is made in one pass over its nodes into
/// memory that is sure to hold it.
struct CompactText {
  private let document: JSONDocument
  /// The nodes that are still to be written.
  private var rest: Range<Int>
  /// Open containers: the node behind each, and its closing bracket.
  private var open: [(end: Int, bracket: UInt8)] = []
  private var needsComma = false

  init(of root: JSONNode) {
    document = root.document
    rest = root.index..<root.document.next(root.index)
  }

  /// The next piece, of as many nodes as are sure to fit into so many bytes, one at least; nil at the end.
  mutating func next(within size: Int) -> [UInt8]? {
    if rest.isEmpty { return nil }
    let (count, limit) = room(within: size)
    let nodes = rest.prefix(count)
    rest = rest.dropFirst(count)
    return document.text.withUnsafeBufferPointer { text in
      [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
        // A document without any text has no address for it: nothing is read from there then.
        guard let start = buffer.baseAddress else { return }
        LargePages.prepare(UnsafeMutableRawBufferPointer(buffer))
        var bytes = UncheckedBytes(next: start, text: text.baseAddress ?? UnsafePointer(start))
        write(nodes, to: &bytes)
        count = bytes.next - start
      }
    }
  }

  /// How many of the nodes are written next, and how many bytes they take at most, with the brackets of all
  /// containers that end with them.
  private func room(within size: Int) -> (count: Int, limit: Int) {
    var limit = open.count
    for index in rest {
      let node = document.nodes[index]
      // Brackets or quotes, a comma, a colon; or a word and a comma.
      var most = 6
      switch node.kind {
      case .number, .string, .key, .replacedKey:
        most += Int(node.length) * (node.isPlain ? 1 : JSONEscape.longest)
      case .null, .true, .false, .array, .object: break
      }
      if limit + most > size && index > rest.lowerBound {
        return (index - rest.lowerBound, limit)
      }
      limit += most
    }
    return (rest.count, limit)
  }

  private mutating func write(_ nodes: Range<Int>, to bytes: inout UncheckedBytes) {
    // A value that a replaced key has may reach beyond these nodes.
    var index = nodes.lowerBound
    while index < nodes.upperBound {
      close(before: index, &bytes)
      let node = document.nodes[index]
      if node.kind == .replacedKey {
        index = document.next(index + 1)
        continue
      }
      if needsComma { bytes.put(UInt8(ascii: ",")) }
      needsComma = true
      switch node.kind {
      case .null: bytes.put("null")
      case .true: bytes.put("true")
      case .false: bytes.put("false")
      case .number: bytes.putText(node)
      case .string: bytes.putQuoted(node)
      case .key, .replacedKey:
        bytes.putQuoted(node)
        bytes.put(UInt8(ascii: ":"))
        needsComma = false
      case .array, .object:
        let isArray = node.kind == .array
        bytes.put(isArray ? UInt8(ascii: "[") : UInt8(ascii: "{"))
        open.append((index + Int(node.span), isArray ? UInt8(ascii: "]") : UInt8(ascii: "}")))
        needsComma = false
      }
      index += 1
    }
    if index > nodes.upperBound { rest = index..<max(index, rest.upperBound) }
    if rest.isEmpty { close(before: rest.upperBound, &bytes) }
  }

  /// Closes the containers that end there.
  @inline(__always)
  private mutating func close(before index: Int, _ bytes: inout UncheckedBytes) {
    while let last = open.last, last.end == index {
      bytes.put(last.bracket)
      needsComma = true
      open.removeLast()
    }
  }
}

/// Bytes that are written into memory of which there is enough.
private struct UncheckedBytes {
  private(set) var next: UnsafeMutablePointer<UInt8>
  /// The text of the document's scalars.
  private let text: UnsafePointer<UInt8>

  init(next: UnsafeMutablePointer<UInt8>, text: UnsafePointer<UInt8>) {
    (self.next, self.text) = (next, text)
  }

  @inline(__always)
  mutating func put(_ byte: UInt8) {
    next.pointee = byte
    next += 1
  }

  mutating func put(_ word: StaticString) {
    next.update(from: word.utf8Start, count: word.utf8CodeUnitCount)
    next += word.utf8CodeUnitCount
  }

  @inline(__always)
  mutating func putText(_ node: JSONDocument.Node) {
    let length = Int(node.length)
    next.update(from: text + Int(node.offset), count: length)
    next += length
  }

  @inline(__always)
  mutating func putQuoted(_ node: JSONDocument.Node) {
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
