import JSON

/// Reads a document that is written the way nearly all policies are, several times faster than libyaml:
/// printable ASCII; block mappings and sequences, the keys simple; scalars on one line, plain or in quotes
/// without escapes; flow collections on one line; comments.
///
/// It says exactly what libyaml would, places included, or that the document is not plain: then nothing
/// of it counts, and libyaml reads it. All that it is not sure of is not plain; so is every error.
struct PlainReader {
  /// What was read: nil for a text of nothing but comments before the first `---`.
  private(set) var document: JSONDocument?
  private(set) var layout = DocumentLayout()
  private(set) var surprises = BoundedList<ScalarSurprise>()
  /// The line after the document, from 1.
  private(set) var line: UInt32

  private let text: UnsafeBufferPointer<UInt8>
  private let isLast: Bool
  private var composer: Composer
  /// Where the line begins that is being read, and where it ends.
  private var lineStart = 0
  private var lineEnd = 0
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

  /// A token of one line.
  private struct Token {
    var start: Int
    /// Behind its last character, quotes included.
    var end: Int
    var isQuoted: Bool
    /// The colon that makes it a key.
    var colon: Int?
  }

  /// Reads a text up to its end, which is the next document's `---` or, of the last, the stream's end.
  ///
  /// - Throws: ``NotPlain``.
  init(
    _ text: UnsafeBufferPointer<UInt8>, isLast: Bool, line: UInt32, builder: JSONDocumentBuilder
  ) throws(NotPlain) {
    (self.text, self.isLast, self.line) = (text, isLast, line)
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
    while next < text.count {
      lineStart = next
      lineEnd = endOfLine(from: next)
      let first = skipSpaces(from: next)
      if first < lineEnd, text[first] != UInt8(ascii: "#") { try takeLine(first) }
      if lineEnd == text.count { break }
      line &+= 1
      next = lineEnd + 1
    }
  }

  private mutating func takeLine(_ first: Int) throws(NotPlain) {
    if first == lineStart, try takeMarker() { return }
    if composer.isTooLarge { throw NotPlain() }
    let column = first - lineStart
    let here = position(first)
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
    case .sequence where isEntry(first): try entry(first)
    case .sequenceInMapping where isEntry(first): try entry(first)
    case .sequenceInMapping:
      try closeInnermost(at: here)
      try member(first)
    case .mapping: try member(first)
    case .sequence: throw NotPlain()
    }
  }

  /// The line of `---`; what begins like another marker or a directive is not plain.
  private mutating func takeMarker() throws(NotPlain) -> Bool {
    guard lineEnd - lineStart >= 3 else { return false }
    let byte = text[lineStart]
    guard byte == UInt8(ascii: "-") || byte == UInt8(ascii: "."),
      text[lineStart + 1] == byte, text[lineStart + 2] == byte
    else { return false }
    // The text was cut at these lines: another one is no marker.
    guard byte == UInt8(ascii: "-"), lineStart == 0 else { throw NotPlain() }
    try endLine(from: lineStart + 3)
    layout.begin(at: position(lineStart), isExplicit: true)
    return true
  }

  /// Whether what begins there is the value that is missing.
  private func nests(_ first: Int, _ column: Int) -> Bool {
    guard let innermost = open.last else { return false }
    return column > innermost.indent
      || column == innermost.indent && innermost.kind == .mapping && isEntry(first)
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
    let column = text.count - lineStart
    var end = Position(line: line, column: 1)
    if isLast, text.last != 0x0A, !text.isEmpty {
      // Columns behind the last character still count.
      try close(deeperThan: column, at: position(text.count))
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

  private func isEntry(_ index: Int) -> Bool {
    text[index] == UInt8(ascii: "-")
      && (index + 1 == lineEnd || text[index + 1] == UInt8(ascii: " "))
  }

  /// A block collection that begins there.
  private mutating func block(_ first: Int) throws(NotPlain) {
    if isEntry(first) {
      try beginSequence(first)
      try entry(first)
    } else {
      try beginMapping(first)
      try member(first)
    }
  }

  private mutating func beginSequence(_ dash: Int) throws(NotPlain) {
    let place = position(dash)
    // In a mapping's own column its dashes are no more than a way to write its value.
    if open.last?.indent == dash - lineStart {
      let range = TextRange(start: place, end: position(dash + 1))
      try begin(.sequenceInMapping, indent: dash - lineStart, at: range)
    } else {
      try begin(
        .sequence, indent: dash - lineStart, at: TextRange(start: place, end: place))
    }
  }

  private mutating func beginMapping(_ key: Int) throws(NotPlain) {
    let place = position(key)
    try begin(.mapping, indent: key - lineStart, at: TextRange(start: place, end: place))
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
      let first = skipSpaces(from: dash + 1)
      if first == lineEnd || text[first] == UInt8(ascii: "#") {
        missing = position(dash + 1)
        return
      }
      guard isEntry(first) else { return try item(first) }
      try beginSequence(first)
      dash = first
    }
  }

  /// What stands behind a dash.
  private mutating func item(_ first: Int) throws(NotPlain) {
    if PlainFlow.begins(text[first]) { return try value(first) }
    let token = try self.token(first)
    guard token.colon != nil else { return try scalar(token) }
    try beginMapping(first)
    try member(token)
  }

  private mutating func member(_ first: Int) throws(NotPlain) {
    if isEntry(first) || PlainFlow.begins(text[first]) { throw NotPlain() }
    try member(try token(first))
  }

  /// A key of the innermost mapping, and its value if it stands on the same line.
  private mutating func member(_ key: Token) throws(NotPlain) {
    // libyaml looks no further for a key's colon.
    guard let colon = key.colon, colon - key.start < 1000 else { throw NotPlain() }
    try add(key)
    let first = skipSpaces(from: colon + 1)
    if first == lineEnd || text[first] == UInt8(ascii: "#") {
      missing = position(colon + 1)
    } else {
      try value(first)
    }
  }

  /// A value that ends with its line.
  private mutating func value(_ first: Int) throws(NotPlain) {
    guard PlainFlow.begins(text[first]) else { return try scalar(token(first)) }
    let line = UnsafeBufferPointer(rebasing: text[lineStart..<lineEnd])
    let end = try PlainFlow.read(line, from: first - lineStart, line: self.line, into: &composer)
    try endLine(from: lineStart + end)
  }

  private mutating func scalar(_ token: Token) throws(NotPlain) {
    if token.colon != nil { throw NotPlain() }
    try add(token)
    try endLine(from: token.end)
  }

  // MARK: Tokens

  /// The scalar that begins there.
  private func token(_ first: Int) throws(NotPlain) -> Token {
    let byte = text[first]
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
      let line = UnsafeBufferPointer(rebasing: text[..<lineEnd])
      let end = try PlainScalar.quotedEnd(line, from: first)
      let isKey = end < lineEnd && text[end] == UInt8(ascii: ":") && isBlankOrEnd(end + 1)
      return Token(start: first, end: end, isQuoted: true, colon: isKey ? end : nil)
    }
    guard PlainScalar.canBegin(byte, beforeBlank: isBlankOrEnd(first + 1)) else { throw NotPlain() }
    var end = first
    var index = first
    while index < lineEnd {
      let byte = text[index]
      if byte == UInt8(ascii: ":"), isBlankOrEnd(index + 1) {
        return Token(start: first, end: end, isQuoted: false, colon: index)
      }
      if byte == UInt8(ascii: "#"), text[index - 1] == UInt8(ascii: " ") { break }
      index += 1
      if byte != UInt8(ascii: " ") { end = index }
    }
    return Token(start: first, end: end, isQuoted: false, colon: nil)
  }

  private func isBlankOrEnd(_ index: Int) -> Bool {
    index >= lineEnd || text[index] == UInt8(ascii: " ")
  }

  private mutating func add(_ token: Token) throws(NotPlain) {
    let quotes = token.isQuoted ? 1 : 0
    let body = UnsafeBufferPointer(rebasing: text[token.start + quotes..<token.end - quotes])
    let range = TextRange(start: position(token.start), end: position(token.end))
    do {
      try composer.scalar(ScalarEvent(body, at: range, isPlain: !token.isQuoted))
    } catch { throw NotPlain() }
  }

  private mutating func emptyScalar(at place: Position) throws(NotPlain) {
    let range = TextRange(start: place, end: place)
    let nothing = UnsafeBufferPointer(rebasing: text[..<0])
    do {
      try composer.scalar(ScalarEvent(nothing, at: range, isPlain: true))
    } catch { throw NotPlain() }
  }

  /// Nothing but blanks and a comment may follow.
  private func endLine(from index: Int) throws(NotPlain) {
    let rest = skipSpaces(from: index)
    guard rest == lineEnd || rest > index && text[rest] == UInt8(ascii: "#") else {
      throw NotPlain()
    }
  }

  // MARK: Bytes

  private func position(_ index: Int) -> Position {
    Position(line: line, column: UInt32(clamping: index - lineStart) &+ 1)
  }

  private func skipSpaces(from index: Int) -> Int {
    var index = index
    while index < lineEnd, text[index] == UInt8(ascii: " ") { index += 1 }
    return index
  }

  private func endOfLine(from index: Int) -> Int {
    PlainScalar.find(0x0A, in: text, from: index) ?? text.count
  }
}
