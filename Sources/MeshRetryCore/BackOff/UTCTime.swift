/// A time of day in UTC from milliseconds since 1970, without a calendar library.
enum UTCTime {
  /// `2024-01-24T11:35:19.000Z`; nil beyond the year 9999.
  static func text(_ milliseconds: UInt64) -> String? {
    let seconds = milliseconds / 1000
    guard seconds < 253_402_300_800 else { return nil }
    let (year, month, day) = date(daysSince1970: Int(seconds / 86400))
    let second = Int(seconds % 86400)
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    let time =
      "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    return "\(date)T\(time).\(padded(Int(milliseconds % 1000), 3))Z"
  }

  /// The Gregorian date, counted in years that begin in March so that leap days come last.
  private static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let sinceMarch0 = days + 719_468
    let era = sinceMarch0 / 146_097
    let dayOfEra = sinceMarch0 % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
