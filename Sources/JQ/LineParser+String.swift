internal import CLibJQ

extension LineParser {
  /// Reads a string; libjq mends what is no UTF-8 in it.
  mutating func parseString() -> jv? {
    index += 1
    let start = index
    while true {
      let byte = text[index]
      if byte == UInt8(ascii: "\"") {
        let string = Self.string(text + start, count: index - start)
        index += 1
        return string
      }
      if byte == UInt8(ascii: "\\") { return parseEscapedString(from: start) }
      if byte < 0x20 { return nil }
      index += 1
    }
  }

  private static func string(_ start: UnsafePointer<UInt8>, count: Int) -> jv? {
    guard let count = Int32(exactly: count) else { return nil }
    return jv_string_sized(
      UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), count)
  }

  private mutating func parseEscapedString(from start: Int) -> jv? {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: UnsafeBufferPointer(start: text + start, count: index - start))
    while true {
      let byte = text[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        return scratch.withUnsafeBufferPointer { bytes in
          bytes.baseAddress.flatMap { Self.string($0, count: bytes.count) }
        }
      case UInt8(ascii: "\\"): if !decodeEscape() { return nil }
      case ..<0x20: return nil
      default: scratch.append(byte)
      }
    }
  }

  /// Decodes what follows a backslash; false for what libjq refuses or mends.
  private mutating func decodeEscape() -> Bool {
    let byte = text[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scratch.append(byte)
    case UInt8(ascii: "b"): scratch.append(0x08)
    case UInt8(ascii: "f"): scratch.append(0x0C)
    case UInt8(ascii: "n"): scratch.append(0x0A)
    case UInt8(ascii: "r"): scratch.append(0x0D)
    case UInt8(ascii: "t"): scratch.append(0x09)
    case UInt8(ascii: "u"): return decodeUnicodeEscape()
    default: return false
    }
    return true
  }

  private mutating func decodeUnicodeEscape() -> Bool {
    guard var value = scanHexadecimals() else { return false }
    if (0xD800...0xDBFF).contains(value) {
      guard text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u") else {
        return false
      }
      index += 2
      guard let low = scanHexadecimals(), (0xDC00...0xDFFF).contains(low) else { return false }
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else { return false }
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { scratch.append(byte) }
    return true
  }

  private mutating func scanHexadecimals() -> UInt32? {
    var value: UInt32 = 0
    for _ in 0..<4 {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte & 0x0F)
      case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
        value = value << 4 | UInt32(byte & 0x0F) + 9
      default: return nil
      }
      index += 1
    }
    return value
  }
}
