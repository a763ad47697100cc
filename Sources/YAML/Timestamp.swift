/// The shapes of time that go-yaml v2 knows; needed only for an explicit `!!timestamp`.
///
/// Source: its list of formats: `2006-1-2`, `2006-1-2 15:4:5.9`, and with `T` or `t` and a zone.
enum Timestamp {
  /// Whether the text is a date, or a date and a time of day.
  static func isTimestamp(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var scanner = Scanner(rest: text[...])
    guard let year = scanner.number(4...4), scanner.skip("-"), let month = scanner.number(1...2),
      scanner.skip("-"), let day = scanner.number(1...2), (1...12).contains(month),
      (1...days(month, year)).contains(day)
    else { return false }
    if scanner.rest.isEmpty { return true }
    let hasZone = scanner.skip("T") || scanner.skip("t")
    guard hasZone || scanner.skip(" "), let hour = scanner.number(1...2), scanner.skip(":"),
      let minute = scanner.number(1...2), scanner.skip(":"), let second = scanner.number(1...2),
      hour < 24, minute < 60, second < 60
    else { return false }
    if scanner.skip(".") {
      guard scanner.number(1...18) != nil else { return false }
    }
    return hasZone ? scanner.zone() : scanner.rest.isEmpty
  }

  private static func days(_ month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private struct Scanner {
    var rest: Slice<UnsafeBufferPointer<UInt8>>

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest.removeFirst()
      return true
    }

    mutating func number(_ width: ClosedRange<Int>) -> Int? {
      let digits = rest.prefix(width.upperBound).prefix { (0x30...0x39).contains($0) }
      guard width.contains(digits.count) else { return nil }
      rest = rest.dropFirst(digits.count)
      return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// `Z`, or hours and minutes with a sign, and the end.
    mutating func zone() -> Bool {
      if skip("Z") { return rest.isEmpty }
      guard skip("+") || skip("-"), let hours = number(2...2), skip(":"),
        let minutes = number(2...2)
      else { return false }
      return hours < 24 && minutes < 60 && rest.isEmpty
    }
  }
}
