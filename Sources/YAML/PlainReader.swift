import JSON

/// Reads a document that is written the way nearly all policies are, several times faster than libyaml:
/// block mappings and sequences, the keys simple; scalars on one line, plain or in quotes without escapes;
/// flow collections on one line; comments; no tabs.
///
/// It says exactly what libyaml would, places included, or that the document is not plain: then nothing
/// of it counts, and libyaml reads it. All that it is not sure of is not plain; so is every error.
struct PlainReader {
  /// What was read: nil for a text of nothing but comments before the first `---`.
  private(set) var document: JSONDocument?
  private(set) var layout = DocumentLayout()
  private(set) var surprises = BoundedList<ScalarSurprise>()
  /// The line after the document, from 1.
  var nextLine: UInt32 { line.number }

  private let isLast: Bool
  private var composer: Composer
  private var line: PlainLine
  private var open: [Block] = []
  /// Where the value would stand that the innermost block waits for, had it none.
  private var missing: Position?
  private var hasRoot = false

  /// A block collection that is being read.
  private struct Block {
    enum Kind { case mapping, sequence, sequenceInMapping }

    var kind: Kind
    /// The column of its keys or dashes, from 0.
    var indent: Int
  }

  /// The document is not plain.
  struct NotPlain: Error {}

  /// Reads a text up to its end, which is the next document's `---` or, of the last, the stream's end.
  ///
  /// - Throws: ``NotPlain``.
  init(
    _ text: UnsafeBufferPointer<UInt8>, isLast: Bool, line: UInt32,
    builder: consuming JSONDocumentBuilder
  ) throws(NotPlain) {
    self.isLast = isLast
    self.line = PlainLine(text, number: line)
    composer = Composer(builder: builder)
    try readLines()
    guard hasRoot || layout.isExplicit else { return }
    try finish()
    surprises = composer.surprises
    document = composer.finish()
  }

  // MARK: Lines

  private mutating func readLines() throws(NotPlain) {
    var next = 0
    while next < line.text.count {
      line.move(to: next)
      let first = line.skipSpaces(from: next)
      if !line.isOver(first) { try takeLine(first) }
      if line.end == line.text.count { break }
      line.number &+= 1
      next = line.end + 1
    }
  }

  private mutating func takeLine(_ first: Int) throws(NotPlain) {
    if first == line.start, try takeMarker() { return }
    if composer.isTooLarge { throw NotPlain() }
    let column = line.column(first)
    let here = line.position(first)
    if missing != nil, nests(first, column) {
      missing = nil
      return try block(first)
    }
    guard !open.isEmpty else {
      if hasRoot { throw NotPlain() }
      if !layout.isExplicit { layout.begin(at: here, isExplicit: false) }
      layout.root(at: here, isBlock: true)
      hasRoot = true
      return try block(first)
    }
    try settleMissing()
    try close(deeperThan: column, at: here)
    guard let innermost = open.last, innermost.indent == column else { throw NotPlain() }
    switch innermost.kind {
    case .sequence where line.isEntry(first): try entry(first)
    case .sequenceInMapping where line.isEntry(first): try entry(first)
    case .sequenceInMapping:
      try closeInnermost(at: here)
      try member(first)
    case .mapping: try member(first)
    case .sequence: throw NotPlain()
    }
  }

  /// The line of `---`; what begins like another marker or a directive is not plain.
  private mutating func takeMarker() throws(NotPlain) -> Bool {
    guard line.end - line.start >= 3 else { return false }
    let byte = line.text[line.start]
    guard byte == UInt8(ascii: "-") || byte == UInt8(ascii: "."),
      line.text[line.start + 1] == byte, line.text[line.start + 2] == byte
    else { return false }
    // The text was cut at these lines: another one is no marker.
    guard byte == UInt8(ascii: "-"), line.start == 0 else { throw NotPlain() }
    try line.finish(from: 3)
    layout.begin(at: line.position(0), isExplicit: true)
    return true
  }

  /// Whether what begins there is the value that is missing.
  private func nests(_ first: Int, _ column: Int) -> Bool {
    guard let innermost = open.last else { return false }
    return column > innermost.indent
      || column == innermost.indent && innermost.kind == .mapping && line.isEntry(first)
  }

  private mutating func settleMissing() throws(NotPlain) {
    guard let place = missing else { return }
    missing = nil
    try emptyScalar(at: place)
  }

  private mutating func close(deeperThan column: Int, at place: Position) throws(NotPlain) {
    while let innermost = open.last, innermost.indent > column { try closeInnermost(at: place) }
  }

  private mutating func closeInnermost(at place: Position) throws(NotPlain) {
    open.removeLast()
    do { try composer.end(at: place) } catch { throw NotPlain() }
  }

  /// Closes what is open where libyaml does: at the next document, or behind the last line, which is
  /// given the line break that it may lack.
  private mutating func finish() throws(NotPlain) {
    try settleMissing()
    var end = Position(line: line.number, column: 1)
    let count = line.text.count
    if isLast, line.text.last != 0x0A, count > 0 {
      // Columns behind the last character still count.
      try close(deeperThan: line.column(count), at: line.position(count))
      end.line &+= 1
    }
    while !open.isEmpty { try closeInnermost(at: end) }
    if !hasRoot {
      layout.root(at: end, isBlock: false)
      try emptyScalar(at: end)
    }
    layout.end = end
  }

  // MARK: Blocks

  /// A block collection that begins there.
  private mutating func block(_ first: Int) throws(NotPlain) {
    if line.isEntry(first) {
      try beginSequence(first)
      try entry(first)
    } else {
      try beginMapping(first)
      try member(first)
    }
  }

  private mutating func beginSequence(_ dash: Int) throws(NotPlain) {
    let place = line.position(dash)
    let column = line.column(dash)
    // In a mapping's own column its dashes are no more than a way to write its value.
    if open.last?.indent == column {
      let range = TextRange(start: place, end: line.position(dash + 1))
      try begin(.sequenceInMapping, indent: column, at: range)
    } else {
      try begin(
        .sequence, indent: column, at: TextRange(start: place, end: place))
    }
  }

  private mutating func beginMapping(_ key: Int) throws(NotPlain) {
    let place = line.position(key)
    try begin(.mapping, indent: line.column(key), at: TextRange(start: place, end: place))
  }

  private mutating func begin(
    _ kind: Block.Kind, indent: Int, at range: TextRange
  ) throws(NotPlain) {
    do { try composer.begin(isMapping: kind == .mapping, at: range) } catch { throw NotPlain() }
    open.append(Block(kind: kind, indent: indent))
  }

  /// An entry of the innermost sequence, from its dash on: `- value`, `- key: value`, `- - value`.
  private mutating func entry(_ dash: Int) throws(NotPlain) {
    var dash = dash
    while true {
      let first = line.skipSpaces(from: dash + 1)
      if line.isOver(first) {
        missing = line.position(dash + 1)
        return
      }
      guard line.isEntry(first) else { return try item(first) }
      try beginSequence(first)
      dash = first
    }
  }

  /// What stands behind a dash.
  private mutating func item(_ first: Int) throws(NotPlain) {
    if PlainFlow.begins(line.text[first]) { return try value(first) }
    let token = try line.token(first)
    guard token.colon != nil else { return try scalar(token) }
    try beginMapping(first)
    try member(token)
  }

  private mutating func member(_ first: Int) throws(NotPlain) {
    if line.isEntry(first) || PlainFlow.begins(line.text[first]) { throw NotPlain() }
    try member(try line.token(first))
  }

  /// A key of the innermost mapping, and its value if it stands on the same line.
  private mutating func member(_ key: PlainLine.Token) throws(NotPlain) {
    // libyaml looks no further for a key's colon.
    guard let colon = key.colon, colon - key.start < 1000 else { throw NotPlain() }
    try add(line.scalar(key))
    let first = line.skipSpaces(from: colon + 1)
    if line.isOver(first) {
      missing = line.position(colon + 1)
    } else {
      try value(first)
    }
  }

  /// A value that ends with its line.
  private mutating func value(_ first: Int) throws(NotPlain) {
    guard PlainFlow.begins(line.text[first]) else { return try scalar(line.token(first)) }
    try line.finish(from: PlainFlow.read(line, from: first, into: &composer))
  }

  private mutating func scalar(_ token: PlainLine.Token) throws(NotPlain) {
    if token.colon != nil { throw NotPlain() }
    try add(line.scalar(token))
    try line.finish(from: token.end)
  }

  private mutating func add(_ scalar: ScalarEvent) throws(NotPlain) {
    do { try composer.scalar(scalar) } catch { throw NotPlain() }
  }

  private mutating func emptyScalar(at place: Position) throws(NotPlain) {
    let nothing = UnsafeBufferPointer(rebasing: line.text[..<0])
    try add(ScalarEvent(nothing, at: TextRange(start: place, end: place), isPlain: true))
  }
}
