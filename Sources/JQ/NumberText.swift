internal import CLibJQ

/// How libjq prints a number.
///
/// libjq 1.6: the fewest digits that read back as the same double; plain, or with an exponent of at
/// least two digits when the decimal point stands four or more places before the digits or more than
/// 15 behind them. Not-a-number is null, an infinity the largest double.
/// From 1.7 a number that was only read keeps its text, and the library is asked for what is no small
/// integer.
enum NumberText {
  /// Every integer below this is a double of its own, and jq prints it plain.
  private static let exactIntegers = 9_007_199_254_740_992.0

  static func append(_ value: jv, to buffer: inout ByteBuffer) {
    if let literal = LibJQ.numberLiteral, let text = literal(value) {
      appendLibraryText(text, to: &buffer)
      return
    }
    let number = jv_number_value(value)
    if let integer = smallInteger(number) {
      append(integer, to: &buffer)
    } else if LibJQ.release > .v1_6 {
      let text = JV(adopting: jv_dump_string(jv_copy(value), 0))
      _ = text.withUTF8 { buffer.append($0) }
    } else {
      append(number, to: &buffer)
    }
  }

  /// A literal's text; a not-a-number literal is null like any other.
  private static func appendLibraryText(
    _ text: UnsafePointer<CChar>, to buffer: inout ByteBuffer
  ) {
    let text = String(cString: text)
    buffer.append(text.lowercased().hasSuffix("nan") ? "null" : text)
  }

  private static func smallInteger(_ number: Double) -> Int? {
    guard abs(number) < exactIntegers, let integer = Int(exactly: number) else { return nil }
    return integer == 0 && number.sign == .minus ? nil : integer
  }

  private static func append(_ integer: Int, to buffer: inout ByteBuffer) {
    var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
    var rest = integer.magnitude
    if integer < 0 { buffer.append(UInt8(ascii: "-")) }
    withUnsafeMutableBytes(of: &digits) { digits in
      var position = digits.count
      repeat {
        position -= 1
        digits[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      } while rest != 0
      for digit in digits[position...] { buffer.append(digit) }
    }
  }

  /// The text as libjq 1.6 has it.
  static func append(_ number: Double, to buffer: inout ByteBuffer) {
    if number.isNaN {
      buffer.append("null")
      return
    }
    let largest = Double.greatestFiniteMagnitude
    let number = min(max(number, -largest), largest)
    if number.sign == .minus { buffer.append(UInt8(ascii: "-")) }
    let decimal = Decimal(shortest: number.magnitude)
    let digits = decimal.digits
    let point = decimal.point
    if point <= -4 || point > digits.count + 15 {
      appendExponentForm(digits, exponent: point - 1, to: &buffer)
    } else if point <= 0 {
      buffer.append("0.")
      buffer.append(repeating: UInt8(ascii: "0"), count: -point)
      for digit in digits { buffer.append(digit) }
    } else {
      for (index, digit) in digits.enumerated() {
        if index == point { buffer.append(UInt8(ascii: ".")) }
        buffer.append(digit)
      }
      if point > digits.count {
        buffer.append(repeating: UInt8(ascii: "0"), count: point - digits.count)
      }
    }
  }

  private static func appendExponentForm(
    _ digits: [UInt8], exponent: Int, to buffer: inout ByteBuffer
  ) {
    for (index, digit) in digits.enumerated() {
      if index == 1 { buffer.append(UInt8(ascii: ".")) }
      buffer.append(digit)
    }
    buffer.append(exponent < 0 ? "e-" : "e+")
    if exponent.magnitude < 10 { buffer.append(UInt8(ascii: "0")) }
    buffer.append(String(exponent.magnitude))
  }
}

/// A positive double as digits and the place of its point: 0.d1d2d3… × 10^point.
private struct Decimal {
  /// ASCII digits, without zeros at either end; "0" alone for zero.
  let digits: [UInt8]
  let point: Int

  /// The fewest digits that read back as the same double. The standard library's description has
  /// them; only their layout differs from jq's.
  init(shortest number: Double) {
    var digits: [UInt8] = []
    var point = 0
    var seenPoint = false
    let description = Array(number.description.utf8)
    let mantissaEnd = description.firstIndex(of: UInt8(ascii: "e")) ?? description.endIndex
    for byte in description[..<mantissaEnd] {
      if byte == UInt8(ascii: ".") {
        seenPoint = true
        continue
      }
      if byte == UInt8(ascii: "0") && digits.isEmpty {
        if seenPoint { point -= 1 }
        continue
      }
      digits.append(byte)
      if !seenPoint { point += 1 }
    }
    if mantissaEnd < description.endIndex {
      let exponent = String(decoding: description[(mantissaEnd + 1)...], as: UTF8.self)
      point += Int(exponent) ?? 0
    }
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    self.digits = digits.isEmpty ? [UInt8(ascii: "0")] : digits
    self.point = digits.isEmpty ? 1 : point
  }
}
