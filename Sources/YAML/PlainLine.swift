import JSON

/// A line of a document that may be plain (``PlainReader``), and the tokens on it. Indexes are those of the
/// whole text.
struct PlainLine {
  let text: UnsafeBufferPointer<UInt8>
  /// Whether every byte of the text is a character.
  let isASCII: Bool
  /// Where it begins, and where its line break or the text's end is.
  var start = 0
  var end = 0
  /// Its number, from 1.
  var number: UInt32

  init(_ text: UnsafeBufferPointer<UInt8>, number: UInt32) {
    self.text = text
    self.number = number
    isASCII = PlainText.isASCII(text)
  }

  /// A scalar on the line.
  struct Token {
    var start: Int
    /// Behind its last character, quotes included.
    var end: Int
    var isQuoted: Bool
    /// The colon that makes it a key.
    var colon: Int?
  }

  /// The line that begins at an index.
  mutating func move(to index: Int) {
    start = index
    end = PlainScalar.find(0x0A, in: text, from: index) ?? text.count
  }

  /// The column from 0, in characters.
  func column(_ index: Int) -> Int {
    isASCII
      ? index - start : UTF8Text.scalarCount(UnsafeBufferPointer(rebasing: text[start..<index]))
  }

  func position(_ index: Int) -> Position {
    Position(line: number, column: UInt32(clamping: column(index)) &+ 1)
  }

  /// Whether a dash stands there that begins an entry.
  func isEntry(_ index: Int) -> Bool { text[index] == UInt8(ascii: "-") && isBlankOrEnd(index + 1) }

  /// Whether nothing stands there, or a comment, which is only asked behind a blank.
  func isOver(_ index: Int) -> Bool { index == end || text[index] == UInt8(ascii: "#") }

  func skipSpaces(from index: Int) -> Int {
    var index = index
    while index < end, text[index] == UInt8(ascii: " ") { index += 1 }
    return index
  }

  /// The scalar that begins there.
  func token(_ first: Int) throws(PlainReader.NotPlain) -> Token {
    let byte = text[first]
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
      let line = UnsafeBufferPointer(rebasing: text[..<end])
      let last = try PlainScalar.quotedEnd(line, from: first)
      let isKey = last < end && text[last] == UInt8(ascii: ":") && isBlankOrEnd(last + 1)
      return Token(start: first, end: last, isQuoted: true, colon: isKey ? last : nil)
    }
    guard PlainScalar.canBegin(byte, beforeBlank: isBlankOrEnd(first + 1)) else {
      throw PlainReader.NotPlain()
    }
    var last = first
    var index = first
    while index < end {
      let byte = text[index]
      if byte == UInt8(ascii: ":"), isBlankOrEnd(index + 1) {
        return Token(start: first, end: last, isQuoted: false, colon: index)
      }
      if byte == UInt8(ascii: "#"), text[index - 1] == UInt8(ascii: " ") { break }
      index += 1
      if byte != UInt8(ascii: " ") { last = index }
    }
    return Token(start: first, end: last, isQuoted: false, colon: nil)
  }

  /// The scalar of a token; good as long as the text is.
  func scalar(_ token: Token) -> ScalarEvent {
    let quotes = token.isQuoted ? 1 : 0
    let body = UnsafeBufferPointer(rebasing: text[token.start + quotes..<token.end - quotes])
    let range = TextRange(start: position(token.start), end: position(token.end))
    return ScalarEvent(body, at: range, isPlain: !token.isQuoted)
  }

  /// Nothing but blanks and a comment may follow.
  func finish(from index: Int) throws(PlainReader.NotPlain) {
    let rest = skipSpaces(from: index)
    guard rest == end || rest > index && text[rest] == UInt8(ascii: "#") else {
      throw PlainReader.NotPlain()
    }
  }

  private func isBlankOrEnd(_ index: Int) -> Bool {
    index >= end || text[index] == UInt8(ascii: " ")
  }
}
