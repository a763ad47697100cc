/// Whether a regular expression is one that RE2 takes: its syntax, not its limits on size.
///
/// Source: RE2's `parse.cc` (Perl syntax, as Envoy compiles it); words as RE2 has them.
struct RE2Syntax {
  private var rest: ArraySlice<Unicode.Scalar>
  private var depth = 0
  /// Whether something stands before that a repeat can be for, and whether it is a repeat itself.
  private var hasOperand = false
  private var lastRepeat: String?

  private static let largestRepeat = 1000

  /// Why RE2 refuses the expression; nil when its syntax is fine.
  static func problem(in expression: String) -> String? {
    var syntax = RE2Syntax(rest: Array(expression.unicodeScalars)[...])
    return syntax.firstProblem()
  }

  private init(rest: ArraySlice<Unicode.Scalar>) { self.rest = rest }

  private mutating func firstProblem() -> String? {
    while let next = rest.first {
      if let problem = step(next) { return problem }
    }
    return depth > 0 ? "missing )" : nil
  }

  private mutating func step(_ next: Unicode.Scalar) -> String? {
    switch next {
    case "(": return open()
    case ")":
      rest.removeFirst()
      guard depth > 0 else { return "unexpected )" }
      depth -= 1
      return operand()
    case "|":
      rest.removeFirst()
      (hasOperand, lastRepeat) = (false, nil)
      return nil
    case "*", "+", "?": return repeatOperator(String(next), length: 1)
    case "{":
      guard let (text, bounds) = countedRepeat() else { return literal() }
      if bounds.contains(where: { $0 > Self.largestRepeat })
        || bounds.count == 2 && bounds[1] < bounds[0]
      {
        return "invalid repetition size: \(text)"
      }
      return repeatOperator(text, length: text.unicodeScalars.count)
    case "[": return characterClass()
    case "\\": return escape()
    default: return literal()
    }
  }

  private mutating func literal() -> String? {
    rest.removeFirst()
    return operand()
  }

  private mutating func operand() -> String? {
    (hasOperand, lastRepeat) = (true, nil)
    return nil
  }

  // MARK: Groups

  private mutating func open() -> String? {
    rest.removeFirst()
    depth += 1
    (hasOperand, lastRepeat) = (false, nil)
    guard rest.first == "?" else { return nil }
    rest.removeFirst()
    if starts("P<") || starts("<") && !starts("<=") && !starts("<!") { return groupName() }
    var sawFlag = false
    var sawMinus = false
    while let flag = rest.first {
      rest.removeFirst()
      switch flag {
      case "i", "m", "s", "U": sawFlag = true
      case "-" where !sawMinus: (sawMinus, sawFlag) = (true, false)
      case ":" where sawFlag || !sawMinus: return nil
      case ")" where sawFlag:
        depth -= 1
        return nil
      default:
        let behind = flag == "<" ? rest.first.map { "\($0)" } ?? "" : ""
        return "invalid perl operator: (?\(flag)\(behind)"
      }
    }
    return "missing )"
  }

  private mutating func groupName() -> String? {
    rest = rest[(rest.firstIndex(of: "<") ?? rest.startIndex)...].dropFirst()
    let name = rest.prefix { $0 != ">" }
    rest = rest.dropFirst(name.count + 1)
    let isName =
      !name.isEmpty && name.allSatisfy { $0 == "_" || $0.properties.isAlphabetic || $0.isDigit }
    return isName ? nil : "invalid named capture group"
  }

  private func starts(_ text: String) -> Bool { rest.starts(with: text.unicodeScalars) }

  // MARK: Repeats

  private mutating func repeatOperator(_ text: String, length: Int) -> String? {
    rest = rest.dropFirst(length)
    guard hasOperand else { return "no argument for repetition operator: \(text)" }
    let isLazy = rest.first == "?"
    if isLazy { rest.removeFirst() }
    let whole = text + (isLazy ? "?" : "")
    if let lastRepeat { return "bad repetition operator: \(lastRepeat)\(whole)" }
    lastRepeat = whole
    return nil
  }

  /// `{n}`, `{n,}` or `{n,m}`; anything else that begins with a brace is text.
  private func countedRepeat() -> (text: String, bounds: [Int])? {
    guard let end = rest.firstIndex(of: "}") else { return nil }
    let inside = rest[(rest.startIndex + 1)..<end]
    let parts = inside.split(separator: ",", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let first = parts.first, !first.isEmpty,
      parts.allSatisfy({ $0.allSatisfy(\.isDigit) })
    else { return nil }
    let bounds = parts.filter { !$0.isEmpty }.map { part in
      Int(String(String.UnicodeScalarView(part))) ?? Self.largestRepeat + 1
    }
    return (String(String.UnicodeScalarView(rest[rest.startIndex...end])), bounds)
  }

  // MARK: Classes and escapes

  private mutating func characterClass() -> String? {
    rest.removeFirst()
    if rest.first == "^" { rest.removeFirst() }
    var isFirst = true
    while let next = rest.first, next != "]" || isFirst {
      isFirst = false
      if next == "[", rest.dropFirst().first == ":", let problem = posixClass() { return problem }
      guard let low = classMember() else { continue }
      if case .failure(let problem) = low { return problem.text }
      guard rest.first == "-", let high = rest.dropFirst().first, high != "]" else { continue }
      rest.removeFirst()
      let bounds = (low.value, classMember()?.value)
      guard case (let from?, let to?) = bounds, from.value <= to.value else {
        return "invalid character class range"
      }
    }
    guard rest.first == "]" else { return "missing ]" }
    rest.removeFirst()
    return operand()
  }

  private struct Problem: Error { var text: String }

  /// A member of a class: its character; nil for what stands for many, such as `\d` or `[:alpha:]`.
  private mutating func classMember() -> Result<Unicode.Scalar, Problem>? {
    guard let next = rest.first else { return nil }
    if next == "[", rest.dropFirst().first == ":",
      let end = rest.firstIndex(of: "]"), rest[end - 1] == ":"
    {
      rest = rest[(end + 1)...]
      return nil
    }
    guard next == "\\" else {
      rest.removeFirst()
      return .success(next)
    }
    let escaped = rest.dropFirst().first
    if let problem = escape(inClass: true) { return .failure(Problem(text: problem)) }
    guard let escaped, !"dDsSwWpP".unicodeScalars.contains(escaped) else { return nil }
    return .success(escaped)
  }

  private func posixClass() -> String? {
    let name = rest.dropFirst(2).prefix { $0 != ":" }
    guard rest.dropFirst(2 + name.count).starts(with: ":]".unicodeScalars) else { return nil }
    let known = [
      "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
      "space", "upper", "word", "xdigit",
    ]
    let text = String(String.UnicodeScalarView(name.first == "^" ? name.dropFirst() : name))
    return known.contains(text) ? nil : "invalid character class range: [:\(text):]"
  }

  private mutating func escape(inClass: Bool = false) -> String? {
    rest.removeFirst()
    guard let next = rest.first else { return "trailing \\" }
    rest.removeFirst()
    switch next {
    case "0"..."7":
      // One digit other than 0 would be a back-reference; more are an octal number.
      let digits = rest.prefix(2).prefix { ("0"..."7").contains($0) }.count
      if next != "0" && digits == 0 { return "invalid escape sequence: \\\(next)" }
      rest = rest.dropFirst(digits)
    case "x": if !hexadecimal() { return "invalid escape sequence: \\x" }
    case "p", "P":
      if rest.first == "{" {
        guard let end = rest.firstIndex(of: "}") else { return "invalid character class range" }
        rest = rest[(end + 1)...]
      } else if rest.popFirst() == nil {
        return "invalid character class range: \\\(next)"
      }
    case "Q" where !inClass:
      while !rest.isEmpty && !starts("\\E") { rest.removeFirst() }
      rest = rest.dropFirst(2)
    case "A", "z", "b", "B", "C", "E":
      if inClass { return "invalid escape sequence: \\\(next)" }
    case "a", "f", "n", "r", "t", "v", "d", "D", "s", "S", "w", "W": break
    default:
      let isMark = next.isASCII && !next.properties.isAlphabetic && !next.isDigit
      if !isMark { return "invalid escape sequence: \\\(next)" }
    }
    return inClass ? nil : operand()
  }

  private mutating func hexadecimal() -> Bool {
    let isBraced = rest.first == "{"
    if isBraced { rest.removeFirst() }
    let digits = rest.prefix(isBraced ? 8 : 2).prefix { $0.properties.isASCIIHexDigit }
    rest = rest.dropFirst(digits.count)
    if !isBraced { return digits.count == 2 }
    let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16)
    return rest.popFirst() == "}" && value.map { $0 <= 0x10FFFF } ?? false
  }
}

extension Result {
  /// The value of a success.
  fileprivate var value: Success? { try? get() }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
