/// Numbers as Go's `strconv` and `encoding/json` read and write them.
enum GoNumber {
  /// Go's `ParseInt(text, 0, 64)`: a sign, then a prefix 0x, 0o, 0b or a leading 0 for the base.
  static func parseInteger(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard let first = text.first else { return nil }
    let isSigned = first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
    let digits = UnsafeBufferPointer(rebasing: text[(isSigned ? 1 : 0)...])
    guard let magnitude = parseUnsigned(digits) else { return nil }
    if first == UInt8(ascii: "-") {
      return magnitude <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }
    return Int64(exactly: magnitude)
  }

  /// Go's `ParseUint(text, 0, 64)`: the same without a sign.
  static func parseUnsigned(_ text: UnsafeBufferPointer<UInt8>) -> UInt64? {
    guard let first = text.first else { return nil }
    var radix: UInt64 = 10
    var digits = text[...]
    if first == UInt8(ascii: "0") && text.count > 1 {
      switch text[1] | 0x20 {
      case UInt8(ascii: "x") where text.count > 2: (radix, digits) = (16, text[2...])
      case UInt8(ascii: "o") where text.count > 2: (radix, digits) = (8, text[2...])
      case UInt8(ascii: "b") where text.count > 2: (radix, digits) = (2, text[2...])
      default: (radix, digits) = (8, text[1...])
      }
    }
    var value: UInt64 = 0
    for byte in digits {
      guard let digit = hexDigit(byte), digit < radix else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: radix)
      let (sum, carry) = product.addingReportingOverflow(digit)
      if overflow || carry { return nil }
      value = sum
    }
    return value
  }

  private static func hexDigit(_ byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  /// The text of a finite value in JSON: the shortest digits, plain from 1e-6 up to below 1e21, else
  /// with an exponent that has no zeros in front (`1e+21`, `1e-7`).
  static func jsonText(_ value: Double) -> String {
    let decimal = ShortestDecimal(value.description)
    let magnitude = value.magnitude
    if magnitude != 0, magnitude < 1e-6 || magnitude >= 1e21 {
      return decimal.exponentText(minimumExponentDigits: 1)
    }
    return decimal.plainText
  }

  /// The text of a float as a mapping key: Go's `FormatFloat(value, 'g', -1, 32)`, with YAML's words for
  /// what is not finite.
  static func keyText(_ value: Double) -> String {
    let single = Float(value)
    if single.isNaN { return ".nan" }
    if single.isInfinite { return single < 0 ? "-.inf" : ".inf" }
    let decimal = ShortestDecimal(single.description)
    // Go's rule for the shortest digits: exponents from -4 to 5 are written out.
    if decimal.exponent < -4 || decimal.exponent >= 6 {
      return decimal.exponentText(minimumExponentDigits: 2)
    }
    return decimal.plainText
  }
}

/// A number as its shortest digits and the power of ten of the first one.
struct ShortestDecimal {
  let isNegative: Bool
  /// The digits without zeros at either end; `0` for zero.
  let digits: [UInt8]
  /// The power of ten of the first digit.
  let exponent: Int

  /// From Swift's description of a finite value, which has the shortest digits.
  init(_ description: String) {
    var digits: [UInt8] = []
    var point = 0
    var seenPoint = false
    var power = 0
    var text = description.utf8[...]
    isNegative = text.first == UInt8(ascii: "-")
    if isNegative { text.removeFirst() }
    while let byte = text.popFirst() {
      switch byte {
      case UInt8(ascii: "."): seenPoint = true
      case UInt8(ascii: "e"):
        power = Int(Substring(text)) ?? 0
        text = text[text.endIndex...]
      default:
        digits.append(byte)
        if !seenPoint { point += 1 }
      }
    }
    let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(leading)
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    exponent = digits.isEmpty ? 0 : point - leading - 1 + power
    self.digits = digits.isEmpty ? [UInt8(ascii: "0")] : digits
  }

  /// `123.45`
  var plainText: String {
    let text = String(decoding: digits, as: UTF8.self)
    let sign = isNegative ? "-" : ""
    if exponent < 0 {
      return sign + "0." + String(repeating: "0", count: -exponent - 1) + text
    }
    if digits.count <= exponent + 1 {
      return sign + text + String(repeating: "0", count: exponent + 1 - digits.count)
    }
    return sign + text.prefix(exponent + 1) + "." + text.dropFirst(exponent + 1)
  }

  /// `1.2345e+30`
  func exponentText(minimumExponentDigits: Int) -> String {
    let text = String(decoding: digits, as: UTF8.self)
    let fraction = digits.count > 1 ? "." + text.dropFirst() : ""
    let power = String(exponent.magnitude)
    let zeros = String(repeating: "0", count: max(0, minimumExponentDigits - power.count))
    return (isNegative ? "-" : "") + text.prefix(1) + fraction + (exponent < 0 ? "e-" : "e+")
      + zeros + power
  }
}
