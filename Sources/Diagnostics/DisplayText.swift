/// Text of the input as a terminal may show it: nothing in it acts on the terminal, and how many cells it
/// takes is known.
enum DisplayText {
  /// The text with control characters, and those that turn the direction of what follows, written out.
  static func printable(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
    guard text.unicodeScalars.contains(where: acts) else { return text }
    return text.unicodeScalars.map { acts($0) ? written($0) : String($0) }.joined()
  }

  /// How many cells a character takes in a printable text.
  static func cells(_ scalar: Unicode.Scalar) -> Int {
    if (0x20..<0x7F).contains(scalar.value) { return 1 }
    if acts(scalar) { return written(scalar).utf8.count }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return isWide(scalar) ? 2 : 1
    }
  }

  private static func acts(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func written(_ scalar: Unicode.Scalar) -> String {
    "\\u{\(String(scalar.value, radix: 16))}"
  }

  /// East Asian Width W and F (Unicode annex 11), as far as the library's properties do not tell.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x3000...0x303E, 0x3041...0x33FF, 0xA000...0xA4CF, 0xAC00...0xD7A3,
      0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6:
      true
    default: scalar.properties.isIdeographic || scalar.properties.isEmojiPresentation
    }
  }
}
