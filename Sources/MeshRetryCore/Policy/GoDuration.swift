import JSON

/// A span of time in nanoseconds, read and written as Go's `time.Duration` is.
///
/// Source of the rules: Go's `time.ParseDuration` and `Duration.String`, which Kuma uses for every
/// duration of a policy; the range is that of a signed 64-bit integer (about ±292 years).
public struct GoDuration: Sendable, Hashable, Comparable {
  /// The length in nanoseconds.
  public let nanoseconds: Int64

  /// A duration of so many nanoseconds.
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// A duration of so many milliseconds.
  public init(milliseconds: Int32) { nanoseconds = Int64(milliseconds) * 1_000_000 }

  /// The whole milliseconds, cut towards zero, as Envoy takes them.
  public var milliseconds: Int64 { nanoseconds / 1_000_000 }

  /// Shorter before longer.
  public static func < (a: GoDuration, b: GoDuration) -> Bool { a.nanoseconds < b.nanoseconds }

  /// Zero.
  public static let zero = GoDuration(nanoseconds: 0)

  /// Why a text is no duration.
  public enum ParseError: Error, Equatable, Sendable {
    /// No number, or out of range.
    case invalid(String)
    /// A number without a unit.
    case missingUnit(String)
    /// A unit that is not `ns us µs ms s m h`.
    case unknownUnit(String, unit: String)

    /// Go's words, quotes included.
    public var message: String {
      switch self {
      case .invalid(let text): "time: invalid duration \(goTimeQuote(text))"
      case .missingUnit(let text): "time: missing unit in duration \(goTimeQuote(text))"
      case .unknownUnit(let text, let unit):
        "time: unknown unit \(goTimeQuote(unit)) in duration \(goTimeQuote(text))"
      }
    }
  }

  /// The duration a text such as `1h30m`, `1.5s` or `-25ms` means.
  public init(parsing text: String) throws(ParseError) {
    var bytes = text
    let result = bytes.withUTF8 { bytes in
      Result { () throws(ParseError) in
        var parser = DurationParser(text, bytes)
        return try parser.parse()
      }
    }
    nanoseconds = try result.get()
  }

  /// The nanoseconds of each unit, the largest first; the first name is the one that is printed.
  static let units: [(names: [String], nanoseconds: UInt64)] = [
    (["h"], 3_600_000_000_000), (["m"], 60_000_000_000), (["s"], 1_000_000_000),
    (["ms"], 1_000_000), (["µs", "μs", "us"], 1000), (["ns"], 1),
  ]
}

// MARK: - Reading

/// Reads `[+-]? ("0" | (number unit)+)`, digit by digit as Go does, so that overflow shows at the same
/// place.
private struct DurationParser {
  private let text: String
  private var rest: Slice<UnsafeBufferPointer<UInt8>>
  private static let limit = UInt64(1) << 63

  /// A reader of a text whose bytes these are.
  init(_ text: String, _ bytes: UnsafeBufferPointer<UInt8>) {
    self.text = text
    rest = bytes[...]
  }

  mutating func parse() throws(GoDuration.ParseError) -> Int64 {
    var negative = false
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
      negative = rest.removeFirst() == UInt8(ascii: "-")
    }
    if rest.elementsEqual("0".utf8) { return 0 }
    guard !rest.isEmpty else { throw .invalid(text) }
    var total: UInt64 = 0
    while !rest.isEmpty {
      let (sum, overflow) = total.addingReportingOverflow(try component())
      guard !overflow, sum <= Self.limit else { throw .invalid(text) }
      total = sum
    }
    if negative { return Int64(truncatingIfNeeded: 0 &- total) }
    guard total < Self.limit else { throw .invalid(text) }
    return Int64(total)
  }

  /// One number with its unit, in nanoseconds.
  private mutating func component() throws(GoDuration.ParseError) -> UInt64 {
    guard let first = rest.first, first == UInt8(ascii: ".") || isDigit(first) else {
      throw .invalid(text)
    }
    let before = rest.count
    var whole: UInt64 = 0
    while let byte = rest.first, isDigit(byte) {
      guard whole <= Self.limit / 10 else { throw .invalid(text) }
      whole = whole * 10 + UInt64(byte - UInt8(ascii: "0"))
      guard whole <= Self.limit else { throw .invalid(text) }
      rest.removeFirst()
    }
    var hasDigits = rest.count != before
    var fraction: UInt64 = 0
    var scale = 1.0
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      let start = rest.count
      (fraction, scale) = leadingFraction()
      hasDigits = hasDigits || rest.count != start
    }
    guard hasDigits else { throw .invalid(text) }
    let unit = try unit()
    let (product, overflow) = whole.multipliedReportingOverflow(by: unit)
    guard !overflow, product <= Self.limit else { throw .invalid(text) }
    guard fraction > 0 else { return product }
    // Go computes the fraction in binary64 and cuts it; so do we.
    let sum = product &+ UInt64(Double(fraction) * (Double(unit) / scale))
    guard sum <= Self.limit else { throw .invalid(text) }
    return sum
  }

  /// The digits of a fraction and the power of ten they are of; digits past 63 bits are dropped.
  private mutating func leadingFraction() -> (UInt64, scale: Double) {
    var value: UInt64 = 0
    var scale = 1.0
    var overflow = false
    while let byte = rest.first, isDigit(byte) {
      rest.removeFirst()
      if overflow { continue }
      guard value <= (Self.limit - 1) / 10 else {
        overflow = true
        continue
      }
      let next = value * 10 + UInt64(byte - UInt8(ascii: "0"))
      if next > Self.limit {
        overflow = true
        continue
      }
      value = next
      scale *= 10
    }
    return (value, scale)
  }

  private mutating func unit() throws(GoDuration.ParseError) -> UInt64 {
    let name = rest.prefix { $0 != UInt8(ascii: ".") && !isDigit($0) }
    guard !name.isEmpty else { throw .missingUnit(text) }
    rest = rest.dropFirst(name.count)
    let unit = GoDuration.units.first { unit in
      unit.names.contains { $0.utf8.count == name.count && $0.utf8.elementsEqual(name) }
    }
    guard let unit else { throw .unknownUnit(text, unit: String(decoding: name, as: UTF8.self)) }
    return unit.nanoseconds
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

/// Go's time package quotes: `"` and `\` get a backslash, all but printable ASCII becomes `\xNN`.
private func goTimeQuote(_ text: String) -> String {
  var result = "\""
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      result += "\\" + String(UnicodeScalar(byte))
    case 0x20..<0x80:
      result += String(UnicodeScalar(byte))
    default:
      let digits = String(byte, radix: 16)
      result += "\\x" + (digits.count == 1 ? "0" + digits : digits)
    }
  }
  return result + "\""
}

// MARK: - Writing

extension GoDuration: CustomStringConvertible {
  /// The text Go prints: `1h0m0s`, `1m30s`, `1.5s`, `500ms`, `1µs`, `0s`.
  public var description: String {
    let magnitude = nanoseconds.magnitude
    let sign = nanoseconds < 0 ? "-" : ""
    if magnitude == 0 { return "0s" }
    if magnitude < 1_000_000_000 {
      let unit = Self.units.first { magnitude >= $0.nanoseconds } ?? (names: ["ns"], nanoseconds: 1)
      return sign + decimal(magnitude, per: unit.nanoseconds) + unit.names[0]
    }
    var result = sign
    let minutes = magnitude / 60_000_000_000
    if minutes >= 60 { result += "\(minutes / 60)h" }
    if minutes > 0 { result += "\(minutes % 60)m" }
    return result + decimal(magnitude % 60_000_000_000, per: 1_000_000_000) + "s"
  }

  /// The text of protobuf's JSON mapping: seconds with 0, 3, 6 or 9 decimals (`1200s`, `0.025s`).
  public var protobufText: String {
    let seconds = nanoseconds.magnitude / 1_000_000_000
    let rest = nanoseconds.magnitude % 1_000_000_000
    let sign = nanoseconds < 0 ? "-" : ""
    let digits = padded(rest, to: 9)
    if rest == 0 { return "\(sign)\(seconds)s" }
    if rest % 1_000_000 == 0 { return "\(sign)\(seconds).\(digits.prefix(3))s" }
    if rest % 1000 == 0 { return "\(sign)\(seconds).\(digits.prefix(6))s" }
    return "\(sign)\(seconds).\(digits)s"
  }

  /// `value / unit` with as many decimals as it takes and no zero at the end.
  private func decimal(_ value: UInt64, per unit: UInt64) -> String {
    let whole = String(value / unit)
    let rest = value % unit
    if rest == 0 { return whole }
    var digits = padded(rest, to: String(unit).count - 1)
    while digits.last == "0" { digits.removeLast() }
    return whole + "." + digits
  }

  private func padded(_ value: UInt64, to width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
