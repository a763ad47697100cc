/// The escapes that JSON needs in a string, the short form where there is one.
enum JSONEscape {
  /// The length of the longest: `\u001f`.
  static let longest = 6

  static func isNeeded(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// Whether any byte of a text needs one.
  static func isNeeded(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    let bytes = UnsafeRawBufferPointer(text)
    guard bytes.count >= 8 else { return text.contains(where: isNeeded) }
    var found: UInt64 = 0
    var index = 0
    while index < bytes.count {
      // The last eight bytes may overlap those before.
      index = min(index, bytes.count - 8)
      found |= marks(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    return found != 0
  }

  /// Of eight bytes the highest bits of those that need an escape, at least of the lowest such byte.
  private static func marks(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
    let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
    // A byte below a limit borrows when the limit is taken from it.
    let controls = (word &- (ones &* 0x20)) & ~word
    let isQuote = (quotes &- ones) & ~quotes
    let isBackslash = (backslashes &- ones) & ~backslashes
    return (controls | isQuote | isBackslash) & (ones &* 0x80)
  }

  /// Appends a text with its escapes, without the quotes.
  static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    var written = 0
    for index in text.indices where isNeeded(text[index]) {
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[written..<index]))
      forEachByte(of: text[index]) { bytes.append($0) }
      written = index + 1
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[written...]))
  }

  /// Gives the bytes of an escape one by one.
  static func forEachByte(of byte: UInt8, _ put: (UInt8) -> Void) {
    put(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): put(byte)
    case 0x08: put(UInt8(ascii: "b"))
    case 0x09: put(UInt8(ascii: "t"))
    case 0x0A: put(UInt8(ascii: "n"))
    case 0x0C: put(UInt8(ascii: "f"))
    case 0x0D: put(UInt8(ascii: "r"))
    default:
      for digit in "u00".utf8 { put(digit) }
      put(hexDigit(byte >> 4))
      put(hexDigit(byte & 15))
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
