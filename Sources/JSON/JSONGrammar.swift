/// The grammar of JSON's scalars, over bytes (RFC 8259).
enum JSONGrammar {
  /// Whether the bytes are a number: `-? int frac? exp?`.
  static func isNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    func digits() -> Int {
      let start = index
      while index < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index]) {
        index += 1
      }
      return index - start
    }
    if index < text.count, text[index] == UInt8(ascii: "-") { index += 1 }
    let first = index
    let whole = digits()
    if whole == 0 || (whole > 1 && text[first] == UInt8(ascii: "0")) { return false }
    if index < text.count, text[index] == UInt8(ascii: ".") {
      index += 1
      if digits() == 0 { return false }
    }
    if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < text.count, text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-") {
        index += 1
      }
      if digits() == 0 { return false }
    }
    return index == text.count
  }

  /// The offset of the first byte below U+0020, which a string cannot hold as it is.
  static func firstControlCharacter(_ body: UnsafeBufferPointer<UInt8>) -> Int? {
    body.firstIndex { $0 < 0x20 }
  }

  /// Decodes the escapes of a string's body; on an error its reason and offset.
  static func unescape(
    _ body: UnsafeBufferPointer<UInt8>, into result: inout [UInt8]
  ) -> (JSONSyntaxError.Reason, offset: Int)? {
    var index = 0
    while index < body.count {
      let byte = body[index]
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        index += 1
        continue
      }
      // A body never ends inside an escape: the quote before its end would be part of it.
      switch body[index + 1] {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(body[index + 1])
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "u"):
        guard let (scalar, length) = unicodeEscape(body, at: index) else {
          return (hexUnit(body, at: index + 2) == nil ? .invalidEscape : .loneSurrogate, index)
        }
        result.append(contentsOf: String(scalar).utf8)
        index += length - 2
      default: return (.invalidEscape, index)
      }
      index += 2
    }
    return nil
  }

  /// The scalar of `\uXXXX`, or of a surrogate pair of them, and the length of the escape.
  private static func unicodeEscape(
    _ body: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (Unicode.Scalar, length: Int)? {
    guard let unit = hexUnit(body, at: index + 2) else { return nil }
    if let scalar = Unicode.Scalar(unit) { return (scalar, 6) }
    guard unit < 0xDC00, index + 7 < body.count, body[index + 6] == UInt8(ascii: "\\"),
      body[index + 7] == UInt8(ascii: "u"), let low = hexUnit(body, at: index + 8),
      (0xDC00...0xDFFF).contains(low)
    else { return nil }
    let value = 0x10000 + ((UInt32(unit) - 0xD800) << 10) + (UInt32(low) - 0xDC00)
    return Unicode.Scalar(value).map { ($0, 12) }
  }

  private static func hexUnit(_ body: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt16? {
    guard index + 4 <= body.count else { return nil }
    var value: UInt16 = 0
    for byte in body[index..<index + 4] {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: return nil
      }
      value = value << 4 | UInt16(digit)
    }
    return value
  }
}
