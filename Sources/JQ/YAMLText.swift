/// The forms of a string in YAML, and which of them a text may take.
///
/// The rules are narrower than YAML's, so that readers of 1.1 and of 1.2 agree on what they read. (They are
/// wider than those of JSON's `YAMLWriter`, which says why the two are apart.)
enum YAMLText {
  /// Words that some reader takes for a boolean, null or merge key, in whatever letter case.
  private static let words: Set<String> = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity",
  ]

  /// Characters that a plain text may contain anywhere but at its beginning.
  private static let inner = Set("_./@%+=,()*&!|<>?~^$;'\"`-:# []{}\\".utf8)

  /// Whether the text can stand without quotes.
  static func isPlain(_ text: UnsafeBufferPointer<UInt8>, ascii: Bool) -> Bool {
    guard let first = text.first, let last = text.last else { return false }
    let begins = isAlphanumeric(first) || first == UInt8(ascii: "_") || first == UInt8(ascii: "/")
    guard begins || (first == UInt8(ascii: ".") && text.count > 3) else { return false }
    if last == UInt8(ascii: " ") || last == UInt8(ascii: ":") { return false }
    for (index, byte) in text.enumerated() {
      guard isAlphanumeric(byte) || inner.contains(byte) else { return false }
      let next = index + 1 < text.count ? text[index + 1] : 0
      if byte == UInt8(ascii: ":") && next == UInt8(ascii: " ") { return false }
      if byte == UInt8(ascii: " ") && next == UInt8(ascii: "#") { return false }
    }
    return !resemblesAnotherType(text)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: false
    }
  }

  /// Whether some reader might take the plain text for a boolean, a number, a time or a marker.
  private static func resemblesAnotherType(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let string = String(decoding: text, as: UTF8.self)
    if words.contains(string.lowercased()) || string.hasPrefix("...") { return true }
    guard let first = text.first, first <= UInt8(ascii: "9") else { return false }
    if first == UInt8(ascii: "/") { return false }
    // Digits and what may join them: signs, points, colons, exponents, hexadecimals, time zones.
    let numeric = Set("0123456789abcdefABCDEFxXoO_.:+-,TtZz ".utf8)
    return text.allSatisfy { numeric.contains($0) }
      || string.lowercased().hasPrefix(".nan") || string.lowercased().hasPrefix(".inf")
  }

  /// Whether the text can be a literal block: several lines of printable characters, the first of
  /// which shows where the lines begin.
  static func fitsBlock(_ text: UnsafeBufferPointer<UInt8>, ascii: Bool) -> Bool {
    guard let first = text.first, first > 0x20, text.contains(UInt8(ascii: "\n")) else {
      return false
    }
    return String(decoding: text, as: UTF8.self).unicodeScalars.allSatisfy { scalar in
      scalar == "\n" || scalar == "\t" || (!needsEscape(scalar) && !(ascii && !scalar.isASCII))
    }
  }

  /// Characters that YAML calls unprintable, or takes for the end of a line.
  private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  /// The text between double quotes.
  static func appendQuoted(
    _ text: UnsafeBufferPointer<UInt8>, ascii: Bool, to buffer: inout ByteBuffer
  ) {
    buffer.append(UInt8(ascii: "\""))
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\"": buffer.append(#"\""#)
      case "\\": buffer.append(#"\\"#)
      case "\n": buffer.append(#"\n"#)
      case "\t": buffer.append(#"\t"#)
      case "\r": buffer.append(#"\r"#)
      default:
        if needsEscape(scalar) || (ascii && !scalar.isASCII) {
          appendEscape(scalar.value, to: &buffer)
        } else {
          for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
            buffer.append(byte)
          }
        }
      }
    }
    buffer.append(UInt8(ascii: "\""))
  }

  private static func appendEscape(_ value: UInt32, to buffer: inout ByteBuffer) {
    let digits = String(value, radix: 16)
    let width = value > 0xFFFF ? 8 : 4
    buffer.append(value > 0xFFFF ? #"\U"# : #"\u"#)
    buffer.append(repeating: UInt8(ascii: "0"), count: width - digits.utf8.count)
    buffer.append(digits)
  }
}
