import JSON

/// Times as Go's `time.Time` reads them from JSON: RFC 3339, with Go's words for what is wrong.
enum GoTime {
  private static let layout = "2006-01-02T15:04:05Z07:00"

  /// What is wrong with a time; nil when nothing is.
  static func problem(_ text: String) -> String? {
    var rest = Substring(text)
    func cannotParse(_ element: String) -> String {
      "parsing time \(GoQuote.quote(text)) as \"\(layout)\": cannot parse "
        + "\(GoQuote.quote(String(rest))) as \"\(element)\""
    }
    func number(_ width: Int) -> Int? {
      let digits = rest.prefix(width)
      guard digits.count == width, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
        return nil
      }
      rest = rest.dropFirst(width)
      return Int(digits)
    }
    func skip(_ mark: Character) -> Bool {
      guard rest.first == mark else { return false }
      rest = rest.dropFirst()
      return true
    }
    guard let year = number(4) else { return cannotParse("2006") }
    if !skip("-") { return cannotParse("-") }
    guard let month = number(2) else { return cannotParse("01") }
    if !(1...12).contains(month) { return outOfRange(text, "month") }
    if !skip("-") { return cannotParse("-") }
    guard let day = number(2) else { return cannotParse("02") }
    if !skip("T") { return cannotParse("T") }
    guard let hour = number(2) else { return cannotParse("15") }
    if hour > 23 { return outOfRange(text, "hour") }
    if !skip(":") { return cannotParse(":") }
    guard let minute = number(2) else { return cannotParse("04") }
    if minute > 59 { return outOfRange(text, "minute") }
    if !skip(":") { return cannotParse(":") }
    guard let second = number(2) else { return cannotParse("05") }
    if second > 59 { return outOfRange(text, "second") }
    if rest.first == "." || rest.first == "," {
      let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      if !digits.isEmpty { rest = rest.dropFirst(1 + digits.count) }
    }
    if !skip("Z") {
      let zone = rest
      guard skip("+") || skip("-"), number(2) != nil, skip(":"), number(2) != nil else {
        rest = zone
        return cannotParse("Z07:00")
      }
    }
    if !rest.isEmpty {
      return "parsing time \(GoQuote.quote(text)): extra text: \(GoQuote.quote(String(rest)))"
    }
    return (1...days(month, year)).contains(day) ? nil : outOfRange(text, "day")
  }

  private static func outOfRange(_ text: String, _ element: String) -> String {
    "parsing time \(GoQuote.quote(text)): \(element) out of range"
  }

  private static func days(_ month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension GoDecoder {
  /// Checks a time; its value is of no use here.
  mutating func time(_ node: JSONNode) {
    guard let text = node.string else {
      return stop("Time.UnmarshalJSON: input is not a JSON string", node)
    }
    if let problem = GoTime.problem(text) { stop(problem, node) }
  }
}
