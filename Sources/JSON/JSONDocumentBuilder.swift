/// Builds a ``JSONDocument`` node by node, in reading order, without recursion.
///
/// The caller pairs ``beginArray(at:)``/``beginObject(at:)`` with ``end(at:)`` and writes a key before
/// each value of an object. Equal keys are settled when their object ends: the last one is in force.
public struct JSONDocumentBuilder {
  var nodes = NodeArray()
  private(set) var text: [UInt8] = []
  /// The open containers around the innermost one.
  private var outer: [Container] = []
  private var innermost = Container.none
  var duplicates = BoundedList<JSONDocument.Duplicate>()
  var overriddenMerges = 0
  private var aliases: [JSONDocument.AliasUse] = []
  /// The bytes of text that copies share with what they are copies of: written, each has its own.
  private var sharedText = 0
  /// The bytes that whoever reads the document takes for it.
  private var beside = 0
  private var whenLarge: (@Sendable () -> Void)?

  /// An open container: its node, and its children so far (of an object, its keys).
  private struct Container {
    var index: Int
    var isArray: Bool
    var count: UInt32 = 0

    /// What the root stands in.
    static let none = Container(index: -1, isArray: false)
  }

  /// An empty builder.
  public init() {}

  /// An empty builder with room for a document as large as another one.
  ///
  /// - Parameter whenLarge: called once when the document takes more than ``JSONDocument/large``: building goes
  ///   on when it returns.
  public init(sizedFor other: JSONDocument.Size, whenLarge: (@Sendable () -> Void)? = nil) {
    self.whenLarge = whenLarge
    // A little more: the next one is rarely of exactly that size.
    nodes.reserveCapacity(other.nodes + other.nodes / 8)
    text.reserveCapacity(other.text + other.text / 8)
  }

  /// Makes room for what a text may become, if it is long: what is not used of it costs nothing, and nothing
  /// need be moved.
  public mutating func reserve(for source: UnsafeBufferPointer<UInt8>) {
    guard source.count > Self.sampleSize else { return }
    text.prepareCapacity(source.count)
    // A key and a value on each line, if lines are elsewhere as they are in the sample, or a little shorter; or of
    // ten letters each, on the average.
    let lines = Self.sample(source).reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
    let expected = max(5 * lines * (source.count / Self.sampleSize) / 2, source.count / 10)
    nodes.prepareCapacity(
      min(expected, JSONDocument.memoryLimit / MemoryLayout<JSONDocument.Node>.stride))
  }

  private static let sampleSize = 1 << 16

  /// So many bytes from the middle of a text.
  private static func sample(
    _ source: UnsafeBufferPointer<UInt8>
  ) -> Slice<UnsafeBufferPointer<UInt8>> {
    let start = (source.count - sampleSize) / 2
    return source[start..<start + sampleSize]
  }

  /// Takes notice of bytes that are needed beside the document until it is read: they count as its own.
  public mutating func noteBeside(_ bytes: Int) { beside += bytes }

  /// How many containers are open.
  public private(set) var depth = 0

  /// The number of nodes so far: the index that the next one gets.
  public var nodeCount: Int { nodes.count }

  /// Whether the document, or the text that is written of it, outgrew ``JSONDocument/memoryLimit``; looked
  /// at every few nodes.
  public private(set) var isTooLarge = false

  /// The length of the source up to now, where the document has to keep in proportion to it: it may take
  /// ``JSONDocument/slack`` and ``JSONDocument/proportion`` times so many bytes.
  public var sourceLength: Int?
  /// The bytes that are needed for the lines of the source, beside the document: they count as its own.
  public var linesWeight = 0

  /// Adds `null`, `true` or `false`.
  public mutating func add(_ value: Bool?, at range: TextRange) {
    let kind: JSONDocument.Kind = value.map { $0 ? .true : .false } ?? .null
    append(JSONDocument.Node(kind: kind, start: range.start, end: range.end))
  }

  /// Adds a string.
  public mutating func addString(_ bytes: UnsafeBufferPointer<UInt8>, at range: TextRange) {
    addString(bytes, isPlain: !JSONEscape.isNeeded(in: bytes), at: range)
  }

  /// Adds a string. `isPlain`: no byte needs an escape in JSON.
  mutating func addString(
    _ bytes: UnsafeBufferPointer<UInt8>, isPlain: Bool, at range: TextRange
  ) {
    addScalar(.string, bytes, isPlain: isPlain, at: range)
  }

  /// Adds a number from its text in JSON's grammar.
  public mutating func addNumber(_ bytes: UnsafeBufferPointer<UInt8>, at range: TextRange) {
    addScalar(.number, bytes, isPlain: true, at: range)
  }

  /// Adds the key of the member whose value comes next.
  public mutating func addKey(_ bytes: UnsafeBufferPointer<UInt8>, at range: TextRange) {
    addKey(bytes, isPlain: !JSONEscape.isNeeded(in: bytes), at: range)
  }

  /// Adds a key. `isPlain`: no byte needs an escape in JSON.
  mutating func addKey(
    _ bytes: UnsafeBufferPointer<UInt8>, isPlain: Bool, at range: TextRange
  ) {
    innermost.count &+= 1
    addScalar(.key, bytes, isPlain: isPlain, span: JSONDocument.keyHash(bytes), at: range)
  }

  /// Opens an array.
  public mutating func beginArray(at range: TextRange) { begin(.array, at: range) }

  /// Opens an object.
  public mutating func beginObject(at range: TextRange) { begin(.object, at: range) }

  /// Closes the innermost container and settles its duplicate keys; `end` is exclusive.
  public mutating func end(at end: Position) {
    guard depth > 0 else { return }
    let (index, count) = (innermost.index, innermost.count)
    depth -= 1
    innermost = outer.popLast() ?? .none
    nodes[index].span = UInt32(clamping: nodes.count - index)
    nodes[index].length = count
    nodes[index].end = end
    if nodes[index].kind == .object && count > 1 { settleDuplicates(in: index) }
  }

  /// The finished document; the builder is empty again. Nil when nothing was added or one is open.
  public mutating func finish() -> JSONDocument? {
    guard depth == 0, !nodes.isEmpty else { return nil }
    let document = JSONDocument(
      nodes: nodes, text: text, duplicates: duplicates, overriddenMerges: overriddenMerges,
      aliases: aliases, room: limit - size)
    self = JSONDocumentBuilder()
    return document
  }

  // MARK: Copies, for YAML's aliases and merge keys

  /// Adds a copy of the finished subtree at `index`; its nodes keep the places they were read from.
  public mutating func addCopy(of index: Int, usedAt place: TextRange) {
    countElement()
    let start = nodes.count
    append(copyOf: index..<subtreeEnd(index))
    noteCopy(from: start, usedAt: place)
  }

  /// Adds a key without effect: its value comes next, for anchors inside it and for ``addMembers(of:usedAt:)``.
  public mutating func addMergeKey(at range: TextRange) {
    innermost.count &+= 1
    nodes.append(JSONDocument.Node(kind: .replacedKey, start: range.start, end: range.end))
  }

  /// Adds copies of the members of the finished object at `index` to the open object.
  public mutating func addMembers(of index: Int, usedAt place: TextRange) {
    guard depth > 0 else { return }
    let start = nodes.count
    innermost.count &+= nodes[index].length
    append(copyOf: (index + 1)..<subtreeEnd(index))
    var key = start
    while key < nodes.count {
      nodes[key].isMerged = true
      key = subtreeEnd(key + 1)
    }
    noteCopy(from: start, usedAt: place)
  }

  /// One by one: a slice of the nodes would share their memory, and all of it would be copied.
  private mutating func append(copyOf indices: Range<Int>) {
    for index in indices { nodes.append(nodes[index]) }
  }

  private mutating func noteCopy(from start: Int, usedAt place: TextRange) {
    for node in nodes[start...] where node.kind != .array && node.kind != .object {
      sharedText += Int(node.length)
    }
    measure()
    aliases.append(.init(nodes: start..<nodes.count, place: place))
  }

  /// Whether the finished node at `index` is an object.
  public func isObject(_ index: Int) -> Bool { nodes[index].kind == .object }

  /// The nodes of the elements of the finished array at `index`; nil when it is none.
  public func elements(of index: Int) -> [Int]? {
    guard nodes[index].kind == .array else { return nil }
    var result: [Int] = []
    var next = index + 1
    while next < subtreeEnd(index) {
      result.append(next)
      next = subtreeEnd(next)
    }
    return result
  }

  // MARK: Inner workings

  func subtreeEnd(_ index: Int) -> Int {
    switch nodes[index].kind {
    case .array, .object: index + Int(nodes[index].span)
    default: index + 1
    }
  }

  private mutating func begin(_ kind: JSONDocument.Kind, at range: TextRange) {
    append(JSONDocument.Node(kind: kind, start: range.start, end: range.end))
    if depth > 0 { outer.append(innermost) }
    innermost = Container(index: nodes.count - 1, isArray: kind == .array)
    depth += 1
  }

  private mutating func addScalar(
    _ kind: JSONDocument.Kind, _ bytes: UnsafeBufferPointer<UInt8>, isPlain: Bool,
    span: UInt32 = 1, at range: TextRange
  ) {
    let offset = UInt32(clamping: text.count)
    text.append(contentsOf: bytes)
    append(
      JSONDocument.Node(
        kind: kind, isPlain: isPlain, offset: offset, length: UInt32(clamping: bytes.count),
        span: span, start: range.start, end: range.end))
  }

  /// Adds a node; the key of a member is counted by who adds it.
  private mutating func append(_ node: JSONDocument.Node) {
    countElement()
    nodes.append(node)
    if nodes.count & 0xFF == 0 || node.length > 0xFFFF { measure() }
  }

  /// Whether it is too large for a text of any length.
  public var isBeyondLimit: Bool { size > JSONDocument.memoryLimit }

  private var size: Int {
    nodes.count * MemoryLayout<JSONDocument.Node>.stride + text.count + sharedText
      + beside + linesWeight
      // While the list grows the half of it is there twice.
      + aliases.count * MemoryLayout<JSONDocument.AliasUse>.stride * 3 / 2
  }

  /// What it may come to.
  private var limit: Int {
    guard let sourceLength else { return JSONDocument.memoryLimit }
    return Swift.min(
      JSONDocument.memoryLimit, JSONDocument.slack + JSONDocument.proportion * sourceLength)
  }

  private mutating func measure() {
    let size = size
    isTooLarge = size > limit
    if size > JSONDocument.large, let whenLarge {
      self.whenLarge = nil
      whenLarge()
    }
  }

  private mutating func countElement() {
    if innermost.isArray { innermost.count &+= 1 }
  }
}
