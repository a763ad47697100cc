/// What to write instead of a text that is no duration.
struct DurationAdvice {
  /// What to write, in words.
  let help: String
  /// The duration that is meant, where only one can be.
  let fix: String?

  private static let general = "a duration is a number with a unit: 25ms, 1.5s, 2m, 1h30m"

  /// The hours of units that people write and Go does not know.
  private static let longUnits: [(unit: String, hours: Int)] = [
    ("d", 24), ("day", 24), ("days", 24), ("w", 168), ("week", 168), ("weeks", 168),
  ]

  /// The advice on a text as it stands in a policy.
  init(_ text: String) {
    let compact = String(text.lowercased().filter { $0 != " " })
    let digits = compact.prefix { $0.isNumber }
    let unit = compact.dropFirst(digits.count)
    if !digits.isEmpty, unit.isEmpty {
      help = "write the unit: \(digits)ms or \(digits)s"
      fix = nil
    } else if let long = Self.longUnits.first(where: { $0.unit == unit }),
      let count = Int(digits), count < 10_000
    {
      fix = "\(count * long.hours)h"
      help = "the longest unit is the hour: \(count * long.hours)h"
    } else if (try? GoDuration(parsing: compact + "s")) != nil {
      fix = nil
      help = "the last number has no unit: \(compact)s is one"
    } else if compact != text, (try? GoDuration(parsing: compact)) != nil {
      // M may be meant for minutes or for months.
      fix = text.contains("M") ? nil : compact
      help = "write \(compact)"
    } else {
      fix = nil
      help = Self.general
    }
  }
}
