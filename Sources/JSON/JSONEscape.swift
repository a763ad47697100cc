/// The escapes that JSON needs in a string, the short form where there is one.
enum JSONEscape {
  /// The length of the longest: `\u001f`.
  static let longest = 6

  static func isNeeded(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// Whether any byte of a text needs one.
  static func isNeeded(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    // Without a branch a byte, so that many are looked at at once.
    var found: UInt8 = 0
    for byte in text {
      found |= byte < 0x20 ? 1 : 0
      found |= byte == UInt8(ascii: "\"") ? 1 : 0
      found |= byte == UInt8(ascii: "\\") ? 1 : 0
    }
    return found != 0
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
