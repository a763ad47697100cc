/// A number as its text: no digit is lost on the way through (9007199254740993, 1.10, 1e1000).
///
/// Two numbers are equal when their texts are; `integer` and `double` give values.
public struct JSONNumber: Sendable, Hashable {
  /// The text, in JSON's number grammar.
  public let text: String

  /// A number from text that is known to follow JSON's number grammar.
  public init(text: String) {
    self.text = text
  }

  /// A number from an integer.
  public init<Value: BinaryInteger>(_ value: Value) {
    self.text = String(value)
  }

  /// The nearest binary64 value; nil when it is out of range.
  public var double: Double? {
    Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  /// The exact value when the number is whole and in range: `3`, `3.0`, `30e-1`, `3e2`; else nil.
  public func integer<Value: FixedWidthInteger>(as type: Value.Type = Value.self) -> Value? {
    if let value = Value(text) { return value }
    guard let decimal = Decimal(text) else { return nil }
    return decimal.integer()
  }

  /// Digits and a power of ten: the number without its notation.
  private struct Decimal {
    var negative = false
    var digits: [UInt8] = []
    var exponent = 0

    init?(_ text: String) {
      var rest = text.utf8[...]
      if rest.first == UInt8(ascii: "-") {
        negative = true
        rest.removeFirst()
      }
      var seenPoint = false
      while let byte = rest.first, byte != UInt8(ascii: "e"), byte != UInt8(ascii: "E") {
        rest.removeFirst()
        if byte == UInt8(ascii: ".") {
          seenPoint = true
        } else {
          digits.append(byte &- UInt8(ascii: "0"))
          if seenPoint { exponent -= 1 }
        }
      }
      if !rest.isEmpty {
        guard let power = Int(Substring(rest.dropFirst())) else { return nil }
        let (sum, overflow) = exponent.addingReportingOverflow(power)
        if overflow { return nil }
        exponent = sum
      }
      while digits.last == 0 && digits.count > 1 {
        digits.removeLast()
        exponent += 1
      }
    }

    func integer<Value: FixedWidthInteger>() -> Value? {
      if digits.allSatisfy({ $0 == 0 }) { return 0 }
      // No fixed-width integer has more than 40 digits.
      guard exponent >= 0, exponent <= 40 else { return nil }
      var value: Value = 0
      for digit in digits + Array(repeating: 0, count: exponent) {
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        guard !overflow, let digit = Value(exactly: digit) else { return nil }
        let (sum, carry) =
          negative
          ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
        guard !carry else { return nil }
        value = sum
      }
      return value
    }
  }
}
