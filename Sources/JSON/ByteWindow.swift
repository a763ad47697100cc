/// A moving window over a byte stream that knows its line and column.
///
/// The byte at the cursor is there after ``skipSpace()`` said true; a token is whole in the window after
/// its length was asked for. The window doubles when a token does not fit, so that the work stays
/// proportional to the input.
struct ByteWindow {
  private var source: any ByteSource
  private var buffer: [UInt8]
  private var cursor = 0
  private var end = 0
  private var isAtEnd = false
  private var isAtStart = true
  private var line: UInt32 = 1
  private var column: UInt32 = 1

  init(_ source: any ByteSource) {
    self.source = source
    buffer = [UInt8](repeating: 0, count: 64 * 1024)
  }

  /// The place of the cursor.
  var position: Position { Position(line: line, column: column) }

  /// The byte at the cursor.
  var byte: UInt8 { buffer[cursor] }

  /// Goes over one ASCII character.
  mutating func advance() {
    cursor += 1
    column &+= 1
  }

  /// Goes over so many bytes, which hold no line break.
  mutating func consume(_ length: Int) {
    let scalars = withToken(length) { UTF8Text.scalarCount($0) }
    cursor += length
    column &+= UInt32(clamping: scalars)
  }

  /// Goes to the next byte that is no white space; false at the end of the stream.
  mutating func skipSpace() throws -> Bool {
    if isAtStart { try skipByteOrderMark() }
    while true {
      while cursor < end {
        switch buffer[cursor] {
        case 0x0A:
          line &+= 1
          column = 1
          cursor += 1
        case 0x20, 0x09, 0x0D:
          advance()
        default:
          return true
        }
      }
      guard try fill() else { return false }
    }
  }

  /// The number of bytes from the cursor on that `isPart` takes.
  mutating func tokenLength(_ isPart: (UInt8) -> Bool) throws -> Int {
    var length = 0
    repeat {
      while cursor + length < end {
        if !isPart(buffer[cursor + length]) { return length }
        length += 1
      }
    } while try fill()
    return length
  }

  /// The length of the string at the cursor with its quotes, and whether it has an escape.
  ///
  /// - Throws: ``JSONSyntaxError`` at the end of the stream, if the closing quote is missing.
  mutating func stringLength() throws -> (length: Int, hasEscape: Bool) {
    var length = 1
    var hasEscape = false
    repeat {
      let limit = end - cursor
      let quote: Int? = buffer.withUnsafeBufferPointer { bytes in
        while length < limit {
          let byte = bytes[cursor + length]
          if byte == UInt8(ascii: "\"") { return length + 1 }
          if byte == UInt8(ascii: "\\") {
            hasEscape = true
            // The next byte belongs to the escape; it may come with the next filling.
            if length + 1 >= limit { return nil }
            length += 1
          }
          length += 1
        }
        return nil
      }
      if let quote { return (quote, hasEscape) }
    } while try fill()
    throw JSONSyntaxError(
      reason: .unexpectedEnd(expected: "'\"' to end the string"), position: position)
  }

  /// The bytes from the cursor on, so many.
  func withToken<Result>(
    _ length: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    try buffer.withUnsafeBufferPointer {
      try body(UnsafeBufferPointer(rebasing: $0[cursor..<cursor + length]))
    }
  }

  /// The character at the cursor; nil when it is no valid UTF-8.
  mutating func scalar() throws -> Unicode.Scalar? {
    while end - cursor < 4, try fill() {}
    let bytes = buffer[cursor..<min(end, cursor + 4)]
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    if case .scalarValue(let scalar) = decoder.decode(&iterator) { return scalar }
    return nil
  }

  /// Adds what the source has to offer, keeping everything from the cursor on; false at its end.
  private mutating func fill() throws -> Bool {
    if isAtEnd { return false }
    if cursor > 0 {
      buffer.withUnsafeMutableBytes { bytes in
        bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[cursor..<end]))
      }
      end -= cursor
      cursor = 0
    }
    if end == buffer.count {
      // A longer token is in no document that may be held.
      if end >= JSONDocument.memoryLimit / 2 {
        throw JSONSyntaxError(reason: .tooLarge, position: position)
      }
      buffer.append(contentsOf: repeatElement(0, count: buffer.count))
    }
    let count = try buffer.withUnsafeMutableBytes { bytes in
      try source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[end...]))
    }
    isAtEnd = count == 0
    end += count
    return count > 0
  }

  private mutating func skipByteOrderMark() throws {
    isAtStart = false
    while end - cursor < 3, try fill() {}
    if end - cursor >= 3, buffer[cursor..<cursor + 3].elementsEqual([0xEF, 0xBB, 0xBF]) {
      cursor += 3
    }
  }
}
