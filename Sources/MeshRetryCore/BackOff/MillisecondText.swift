import JSON

/// Milliseconds as texts and numbers. Sums of delays have 128 bits: more than any integer of JSON's
/// usual readers, but no more than its grammar.
public enum MillisecondText {
  /// The text of a duration as Go prints it; seconds where Go's range ends.
  public static func duration(_ milliseconds: UInt64) -> String {
    let (nanoseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
    guard !overflow, let exact = Int64(exactly: nanoseconds) else {
      return "\(milliseconds / 1000)s"
    }
    return GoDuration(nanoseconds: exact).description
  }

  /// Half of a number, with `.5` when it is odd: means of whole milliseconds are halves.
  public static func half(_ value: UInt128) -> JSONNumber {
    JSONNumber(text: "\(value / 2)" + (value % 2 == 1 ? ".5" : ""))
  }

  /// A share or another small number with at most six decimals, no zeros at the end.
  public static func decimal(_ value: Double) -> JSONNumber {
    guard value.isFinite, value.magnitude < 1e12 else { return JSONNumber(text: "0") }
    let millionths = Int64((value * 1_000_000).rounded())
    let magnitude = millionths.magnitude
    var digits = String(magnitude % 1_000_000)
    digits = String(repeating: "0", count: 6 - digits.count) + digits
    while digits.last == "0" { digits.removeLast() }
    let sign = millionths < 0 ? "-" : ""
    return JSONNumber(
      text: sign + "\(magnitude / 1_000_000)" + (digits.isEmpty ? "" : "." + digits))
  }
}
