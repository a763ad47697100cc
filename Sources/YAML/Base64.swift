/// Standard base64 with padding, line breaks anywhere, as Go's `base64.StdEncoding` reads it.
enum Base64 {
  /// The bytes; nil when the text is no base64.
  static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    let symbols = text.filter { $0 != 0x0A && $0 != 0x0D }
    guard symbols.count % 4 == 0 else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(symbols.count / 4 * 3)
    for start in stride(from: 0, to: symbols.count, by: 4) {
      let group = symbols[start..<start + 4]
      let padding = group.reversed().prefix { $0 == UInt8(ascii: "=") }.count
      // Padding ends the text: nothing may follow, and a group has at least two symbols.
      guard padding <= 2, padding == 0 || start + 4 == symbols.count else { return nil }
      var bits: UInt32 = 0
      for symbol in group.dropLast(padding) {
        guard let value = value(symbol) else { return nil }
        bits = bits << 6 | value
      }
      bits <<= 6 * UInt32(padding)
      let bytes = [UInt8(bits >> 16 & 255), UInt8(bits >> 8 & 255), UInt8(bits & 255)]
      result.append(contentsOf: bytes.dropLast(padding))
    }
    return result
  }

  private static func value(_ symbol: UInt8) -> UInt32? {
    switch symbol {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(symbol - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(symbol - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(symbol - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
