/// How jq prints a string: `"` and `\` escaped, control characters and DEL by their short form or as
/// \u00xx, all the rest as it is; in ASCII output everything beyond as \uxxxx, in pairs where needed.
enum StringText {
  static func append(
    _ text: UnsafeBufferPointer<UInt8>, ascii: Bool, to buffer: inout ByteBuffer
  ) {
    buffer.append(UInt8(ascii: "\""))
    if let start = text.baseAddress {
      appendContents(start, count: text.count, ascii: ascii, to: &buffer)
    }
    buffer.append(UInt8(ascii: "\""))
  }

  private static func appendContents(
    _ text: UnsafePointer<UInt8>, count: Int, ascii: Bool, to buffer: inout ByteBuffer
  ) {
    var written = 0
    var index = 0
    while index < count {
      let byte = text[index]
      if isPlain(byte) && !(ascii && byte >= 0x80) {
        index += 1
        continue
      }
      buffer.append(text + written, count: index - written)
      if byte < 0x80 {
        appendEscape(byte, to: &buffer)
        index += 1
      } else {
        index += appendEscapedScalar(text + index, available: count - index, to: &buffer)
      }
      written = index
    }
    buffer.append(text + written, count: count - written)
  }

  @inline(__always)
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte != 0x7F
  }

  private static func appendEscape(_ byte: UInt8, to buffer: inout ByteBuffer) {
    switch byte {
    case UInt8(ascii: "\""): buffer.append(#"\""#)
    case UInt8(ascii: "\\"): buffer.append(#"\\"#)
    case 0x08: buffer.append(#"\b"#)
    case 0x09: buffer.append(#"\t"#)
    case 0x0A: buffer.append(#"\n"#)
    case 0x0C: buffer.append(#"\f"#)
    case 0x0D: buffer.append(#"\r"#)
    default: appendUnicodeEscape(UInt32(byte), to: &buffer)
    }
  }

  /// Escapes the character that begins here, which libjq has checked to be UTF-8; returns its length.
  private static func appendEscapedScalar(
    _ text: UnsafePointer<UInt8>, available: Int, to buffer: inout ByteBuffer
  ) -> Int {
    let lead = text[0]
    let length = min(lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4, available)
    var scalar = UInt32(lead) & (0x7F >> UInt32(length))
    for index in 1..<max(length, 1) { scalar = scalar << 6 | UInt32(text[index] & 0x3F) }
    if scalar > 0xFFFF {
      let offset = scalar - 0x10000
      appendUnicodeEscape(0xD800 | (offset >> 10) & 0x3FF, to: &buffer)
      appendUnicodeEscape(0xDC00 | offset & 0x3FF, to: &buffer)
    } else {
      appendUnicodeEscape(scalar, to: &buffer)
    }
    return length
  }

  private static func appendUnicodeEscape(_ unit: UInt32, to buffer: inout ByteBuffer) {
    buffer.append(#"\u"#)
    for shift: UInt32 in [12, 8, 4, 0] {
      let digit = UInt8(truncatingIfNeeded: unit >> shift & 15)
      buffer.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}
