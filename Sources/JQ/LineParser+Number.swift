internal import CLibJQ

extension LineParser {
  /// Powers of ten that are doubles exactly.
  private static let powers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }

  /// Reads a number that JSON allows; libjq allows more.
  mutating func parseNumber() -> jv? {
    let start = index
    let isNegative = text[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    var digits = 0
    var mantissa: UInt64 = 0
    let integerStart = index
    scanDigits(&digits, &mantissa)
    let integerDigits = index - integerStart
    if integerDigits == 0 || (integerDigits > 1 && text[integerStart] == UInt8(ascii: "0")) {
      return nil
    }
    var places = 0
    if text[index] == UInt8(ascii: ".") {
      index += 1
      let fractionStart = index
      scanDigits(&digits, &mantissa)
      places = index - fractionStart
      if places == 0 { return nil }
    }
    let isSimple = isAtDelimiter && digits <= 15 && places <= 22
    if isSimple && (places == 0 ? mantissa != 0 || computesDecimals : computesDecimals) {
      // A double holds both, so the quotient is the nearest double to the decimal.
      let magnitude = Double(mantissa) / Self.powers[places]
      return jv_number(isNegative ? -magnitude : magnitude)
    }
    return parseNumberByLibrary(from: start)
  }

  @inline(__always)
  private mutating func scanDigits(_ digits: inout Int, _ mantissa: inout UInt64) {
    while case let digit = text[index] &- UInt8(ascii: "0"), digit <= 9 {
      mantissa = mantissa &* 10 &+ UInt64(digit)
      digits += 1
      index += 1
    }
  }

  /// Passes an exponent, if there is one, and has libjq read the number.
  private mutating func parseNumberByLibrary(from start: Int) -> jv? {
    if text[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-") { index += 1 }
      var digits = 0
      var ignored: UInt64 = 0
      scanDigits(&digits, &ignored)
      if digits == 0 { return nil }
    }
    guard isAtDelimiter, let count = Int32(exactly: index - start), count < 1000 else { return nil }
    let number = UnsafeRawPointer(text + start).assumingMemoryBound(to: CChar.self)
    let value = jv_parse_sized(number, count)
    if value.kind == .number { return value }
    jv_free(value)
    return nil
  }
}
