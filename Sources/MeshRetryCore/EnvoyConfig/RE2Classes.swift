/// Escapes, and what stands in brackets.
extension RE2Parser {
  mutating func escape() throws(RE2Syntax.Failure) {
    guard let next = peek(1) else { throw Failure("trailing \\") }
    switch next {
    case "A", "b", "B", "C", "z", "d", "D", "s", "S", "w", "W":
      index += 2
      operand()
    case "p", "P":
      try property()
      operand()
    case "Q":
      index += 2
      while let scalar = peek() {
        if scalar == "\\", peek(1) == "E" { break }
        index += 1
        operand()
      }
      index = min(index + 2, scalars.count)
    default:
      _ = try characterEscape()
      operand()
    }
  }

  /// `\n`, `\x41`, `\.` and the like: one character.
  private mutating func characterEscape() throws(RE2Syntax.Failure) -> UInt32 {
    let start = index
    guard let scalar = peek(1) else { throw Failure("trailing \\") }
    index += 2
    switch scalar {
    case "1"..."7" where !isOctal(peek()), "8", "9": break
    case "0"..."7":
      var value = scalar.value - 48
      for _ in 0..<2 {
        guard let digit = peek(), isOctal(digit) else { return value }
        value = value * 8 + digit.value - 48
        index += 1
      }
      return value
    case "x": return try hexadecimal(from: start)
    case "a": return 7
    case "f": return 12
    case "n": return 10
    case "r": return 13
    case "t": return 9
    case "v": return 11
    default: if scalar.isASCII && (scalar == "_" || !isWord(scalar)) { return scalar.value }
    }
    throw Failure("invalid escape sequence", text(start, index))
  }

  private func isOctal(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { "0"..."7" ~= $0 } ?? false
  }

  private mutating func hexadecimal(from start: Int) throws(RE2Syntax.Failure) -> UInt32 {
    func failure() -> RE2Syntax.Failure { Failure("invalid escape sequence", text(start, index)) }
    guard peek() == "{" else {
      // Both characters are read before they are looked at.
      let digits = (peek().flatMap(digit), peek(1).flatMap(digit))
      index = min(index + 2, scalars.count)
      guard let high = digits.0, let low = digits.1 else { throw failure() }
      return high * 16 + low
    }
    index += 1
    var value: UInt32 = 0
    let first = index
    // RE2's own words for an expression that ends here.
    if peek() == nil { throw Failure("invalid UTF-8") }
    while peek() != "}" || index == first {
      guard let scalar = peek() else { throw failure() }
      index += 1
      guard let digit = digit(scalar) else { throw failure() }
      value = value * 16 + digit
      if value > 0xFF { throw failure() }
    }
    index += 1
    return value
  }

  private func digit(_ scalar: Unicode.Scalar) -> UInt32? {
    scalar.isASCII ? UInt32(String(scalar), radix: 16) : nil
  }

  private static let categories: Set<String> = [
    "Any", "C", "Cc", "Cf", "Co", "Cs", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn",
    "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm",
    "So", "Z", "Zl", "Zp", "Zs",
  ]

  /// `\pL`, `\p{Greek}`, `\P{^Lu}`.
  private mutating func property() throws(RE2Syntax.Failure) {
    let start = index
    index += 2
    var name: String
    if peek() == "{" {
      guard let end = scalars[index...].firstIndex(of: "}") else {
        throw Failure("invalid character class range", text(start, scalars.count))
      }
      name = text(index + 1, end)
      index = end + 1
    } else {
      name = text(index, index + 1)
      index = min(index + 1, scalars.count)
    }
    if name.hasPrefix("^") { name.removeFirst() }
    let couldBeScript =
      name.utf8.count > 2 && name.first?.isUppercase == true
      && name.unicodeScalars.allSatisfy { isWord($0) }
    if !Self.categories.contains(name) && !couldBeScript {
      throw Failure("invalid character class range", text(start, index))
    }
  }

  private static let posixClasses: Set<String> = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
    "space", "upper", "word", "xdigit",
  ]

  mutating func characterClass() throws(RE2Syntax.Failure) {
    let start = index
    index += 1
    if peek() == "^" { index += 1 }
    var isFirst = true
    while let scalar = peek(), scalar != "]" || isFirst {
      isFirst = false
      if try classInClass(scalar) { continue }
      try range()
    }
    if peek() == nil { throw Failure("missing ]", text(start, scalars.count)) }
    index += 1
  }

  /// `[:alpha:]`, `\pL`, `\d` inside brackets; false when it is none.
  private mutating func classInClass(
    _ scalar: Unicode.Scalar
  ) throws(RE2Syntax.Failure) -> Bool {
    if scalar == "[", peek(1) == ":" {
      var end = index + 2
      while end + 1 < scalars.count, !(scalars[end] == ":" && scalars[end + 1] == "]") { end += 1 }
      guard end + 1 < scalars.count else { return false }
      let name = text(index + 2, end)
      guard Self.posixClasses.contains(name.hasPrefix("^") ? String(name.dropFirst()) : name) else {
        throw Failure("invalid character class range", text(index, end + 2))
      }
      index = end + 2
      return true
    }
    guard scalar == "\\", let next = peek(1) else { return false }
    switch next {
    case "p", "P": try property()
    case "d", "D", "s", "S", "w", "W": index += 2
    default: return false
    }
    return true
  }

  private mutating func range() throws(RE2Syntax.Failure) {
    let start = index
    let low = try classCharacter()
    guard peek() == "-", let next = peek(1), next != "]" else { return }
    index += 1
    let high = try classCharacter()
    if high < low { throw Failure("invalid character class range", text(start, index)) }
  }

  private mutating func classCharacter() throws(RE2Syntax.Failure) -> UInt32 {
    guard let scalar = peek() else { throw Failure("missing ]", text(0, scalars.count)) }
    if scalar == "\\" { return try characterEscape() }
    index += 1
    return scalar.value
  }
}
