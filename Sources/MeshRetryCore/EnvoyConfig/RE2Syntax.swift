/// Whether a regular expression is one that RE2 takes, as Envoy compiles it.
///
/// Only the syntax is looked at, in one pass and without recursion. Source: RE2's parser with its Perl
/// flags; the words are those of RE2's `error()`. Envoy has RE2 read bytes, not UTF-8 (measured on 1.40),
/// so that `\x{100}` is too large; each byte is a character here too. A name in `\p{…}` that could be a script counts as one.
enum RE2Syntax {
  /// RE2's complaint; nil when it takes the expression.
  static func complaint(about regex: String) -> String? {
    var parser = RE2Parser(regex)
    do {
      try parser.parse()
      return nil
    } catch {
      return error.text
    }
  }

  /// RE2's errors, each with the text it is about.
  struct Failure: Error {
    var text: String

    init(_ kind: String, _ argument: String = "") {
      text = argument.isEmpty ? kind : "\(kind): \(argument)"
    }
  }

  /// The largest count of a repetition, nested ones multiplied.
  static let longestRepeat = 1000
}

/// Walks through an expression, remembering only what the rules ask for.
struct RE2Parser {
  typealias Failure = RE2Syntax.Failure

  /// An open group: whether there is something to repeat, and the largest repetition inside.
  private struct Group {
    var hasOperand = false
    var weight = 1
    /// The repetition of the operand that a following operator would repeat.
    var operandWeight = 1
  }

  let scalars: [Unicode.Scalar]
  var index = 0
  private var groups = [Group()]
  /// Where the repetition operator starts that has just ended.
  private var lastOperator: Int?

  init(_ regex: String) { scalars = regex.utf8.map { Unicode.Scalar($0) } }

  mutating func parse() throws(RE2Syntax.Failure) {
    while let scalar = peek() {
      let operatorBefore = lastOperator
      lastOperator = nil
      switch scalar {
      case "(": try open()
      case ")": try close()
      case "|":
        index += 1
        group { $0.hasOperand = false }
      case "[":
        try characterClass()
        operand()
      case "*", "+", "?":
        let start = index
        index += 1
        try repeated(from: start, by: (1, 1), after: operatorBefore)
      case "{":
        let start = index
        if let counts = counts() {
          try repeated(from: start, by: counts, after: operatorBefore)
        } else {
          index += 1
          operand()
        }
      case "\\": try escape()
      default:
        index += 1
        operand()
      }
    }
    if groups.count > 1 { throw Failure("missing )", text(0, scalars.count)) }
  }

  func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    index + ahead < scalars.count ? scalars[index + ahead] : nil
  }

  func text(_ from: Int, _ to: Int) -> String {
    String(
      decoding: scalars[from..<min(to, scalars.count)].map { UInt8(truncatingIfNeeded: $0.value) },
      as: UTF8.self)
  }

  private mutating func group(_ change: (inout Group) -> Void) { change(&groups[groups.count - 1]) }

  mutating func operand(weight: Int = 1) {
    group {
      $0.hasOperand = true
      $0.operandWeight = weight
      $0.weight = max($0.weight, weight)
    }
  }

  // MARK: Repetition

  private mutating func repeated(
    from start: Int, by counts: (least: Int, largest: Int), after before: Int?
  ) throws(RE2Syntax.Failure) {
    if peek() == "?" { index += 1 }
    if let before { throw Failure("bad repetition operator", text(before, index)) }
    if counts.largest < counts.least || counts.largest > RE2Syntax.longestRepeat {
      throw Failure("invalid repetition size", text(start, index))
    }
    guard let last = groups.last, last.hasOperand else {
      throw Failure("no argument for repetition operator", text(start, index))
    }
    let weight = last.operandWeight * max(1, counts.largest)
    if weight > RE2Syntax.longestRepeat {
      throw Failure("invalid repetition size", text(start, index))
    }
    operand(weight: weight)
    lastOperator = start
  }

  /// The counts of `{n}`, `{n,}` or `{n,m}`; nil when the brace is a character.
  private mutating func counts() -> (least: Int, largest: Int)? {
    let start = index
    index += 1
    if let least = number() {
      var largest: Int? = least
      if peek() == "," {
        index += 1
        largest = peek() == "}" ? least : number()
      }
      if let largest, peek() == "}" {
        index += 1
        return (least, largest)
      }
    }
    index = start
    return nil
  }

  /// Decimal digits; RE2 takes no leading zero. A number past the limit stays past it.
  private mutating func number() -> Int? {
    guard let first = peek(), "0"..."9" ~= first else { return nil }
    if first == "0", let next = peek(1), "0"..."9" ~= next { return nil }
    var value = 0
    while let digit = peek(), "0"..."9" ~= digit {
      value = min(value * 10 + Int(digit.value - 48), 1_000_000)
      index += 1
    }
    return value
  }

  // MARK: Groups

  private mutating func open() throws(RE2Syntax.Failure) {
    let start = index
    index += 1
    if peek() == "?" {
      let opens = try special(from: start)
      if !opens { return }
    }
    groups.append(Group())
  }

  private mutating func close() throws(RE2Syntax.Failure) {
    guard groups.count > 1, let inner = groups.popLast() else {
      throw Failure("unexpected )", text(0, scalars.count))
    }
    index += 1
    operand(weight: inner.weight)
  }

  /// What follows `(?`: a name or flags. Whether a group opens; flags alone do not open one.
  private mutating func special(from start: Int) throws(RE2Syntax.Failure) -> Bool {
    index += 1
    // RE2 looks for a name, or a look-behind, only where something follows.
    if peek() == "<" {
      let isLookBehind = (peek(1) == "=" || peek(1) == "!") && peek(2) != nil
      if isLookBehind { throw Failure("invalid perl operator", text(start, start + 4)) }
      if peek(1) != nil { return try named(from: start) }
    } else if peek() == "P", peek(1) == "<", peek(2) != nil {
      return try named(from: start)
    }
    var isNegated = false
    var hasFlag = true
    while let flag = peek() {
      index += 1
      switch flag {
      case "i", "m", "s", "U": hasFlag = true
      case "-" where !isNegated: (isNegated, hasFlag) = (true, false)
      case ":" where hasFlag: return true
      case ")" where hasFlag: return false
      default: throw Failure("invalid perl operator", text(start, index))
      }
    }
    throw Failure("invalid perl operator", text(start, index))
  }

  private mutating func named(from start: Int) throws(RE2Syntax.Failure) -> Bool {
    index += peek() == "P" ? 2 : 1
    let begin = index
    while let scalar = peek(), scalar != ">" {
      guard isWord(scalar) else { throw badName(start) }
      index += 1
    }
    guard peek() == ">", index > begin else { throw badName(start) }
    index += 1
    return true
  }

  /// RE2 shows the group's start as far as its `>`, or all that is left.
  private func badName(_ start: Int) -> RE2Syntax.Failure {
    let end = scalars[start...].firstIndex(of: ">").map { $0 + 1 } ?? scalars.count
    return Failure("invalid named capture group", text(start, end))
  }

  func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || "0"..."9" ~= scalar || "a"..."z" ~= scalar || "A"..."Z" ~= scalar
  }
}
