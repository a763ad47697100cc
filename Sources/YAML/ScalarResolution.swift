import JSON

/// What a scalar means: the rules of go-yaml v2, by which every Kuma release reads its policies.
///
/// Source: go-yaml v2's `resolve` (the same from 2.4.0 to 2.4.4), as measured through
/// `sigs.k8s.io/yaml`.
enum ResolvedScalar: Equatable {
  case null
  case bool(Bool)
  case integer(Int64)
  /// An integer above 2⁶³−1.
  case unsigned(UInt64)
  case float(Double)
  /// The text as it stands.
  case text
  /// Other bytes than the text: decoded `!!binary`.
  case bytes([UInt8])
}

enum ScalarResolution {
  /// The core tags; a scalar of any other tag stays text.
  enum Tag: String {
    case string = "tag:yaml.org,2002:str"
    case bool = "tag:yaml.org,2002:bool"
    case integer = "tag:yaml.org,2002:int"
    case float = "tag:yaml.org,2002:float"
    case null = "tag:yaml.org,2002:null"
    case timestamp = "tag:yaml.org,2002:timestamp"
    case binary = "tag:yaml.org,2002:binary"
    case merge = "tag:yaml.org,2002:merge"

    /// How the tag is usually written.
    var shortName: String { "!!" + rawValue.dropFirst("tag:yaml.org,2002:".count) }
  }

  /// A plain scalar without a tag.
  static func resolve(_ text: UnsafeBufferPointer<UInt8>) -> ResolvedScalar {
    guard let first = text.first else { return .null }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      return number(text) ?? .text
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      return word(text) ?? number(text) ?? .text
    case UInt8(ascii: "."):
      return word(text) ?? pointFloat(text) ?? .text
    case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "n"), UInt8(ascii: "N"),
      UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"),
      UInt8(ascii: "o"), UInt8(ascii: "O"), UInt8(ascii: "~"):
      return word(text) ?? .text
    default:
      return .text
    }
  }

  /// A scalar with a tag, whatever its style. Throws the reason when it is not of its tag.
  static func resolve(
    _ text: UnsafeBufferPointer<UInt8>, tag name: String
  ) throws(Mismatch) -> ResolvedScalar {
    guard let tag = Tag(rawValue: name) else { return .text }
    switch tag {
    case .string, .merge: return .text
    case .binary:
      guard let bytes = Base64.decode(text) else { throw Mismatch(reason: .invalidBase64) }
      return .bytes(bytes)
    case .timestamp:
      if Timestamp.isTimestamp(text) { return .text }
    case .float:
      switch resolve(text) {
      case .integer(let value): return .float(Double(value))
      case .float(let value): return .float(value)
      default: break
      }
    case .integer:
      switch resolve(text) {
      case .integer(let value): return .integer(value)
      case .unsigned(let value): return .unsigned(value)
      default: break
      }
    case .bool: if case .bool(let value) = resolve(text) { return .bool(value) }
    case .null: if resolve(text) == .null { return .null }
    }
    throw Mismatch(
      reason: .wrongTag(value: String(decoding: text, as: UTF8.self), tag: tag.shortName))
  }

  /// A scalar that is not of its tag.
  struct Mismatch: Error {
    let reason: YAMLError.Reason
  }

  // MARK: Words

  /// The words that mean something, in these spellings only.
  private static let words: [(ResolvedScalar, [StaticString])] = [
    (.bool(true), ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"]),
    (.bool(false), ["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"]),
    (.null, ["~", "null", "Null", "NULL"]),
    (.float(.nan), [".nan", ".NaN", ".NAN"]),
    (.float(.infinity), [".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"]),
    (.float(-.infinity), ["-.inf", "-.Inf", "-.INF"]),
  ]

  private static func word(_ text: UnsafeBufferPointer<UInt8>) -> ResolvedScalar? {
    guard text.count <= 5, mayBeWord(text) else { return nil }
    for (meaning, spellings) in words {
      for spelling in spellings where spelling.utf8CodeUnitCount == text.count {
        if spelling.withUTF8Buffer({ $0.elementsEqual(text) }) { return meaning }
      }
    }
    return nil
  }

  /// Whether the first two letters are those of a word: keys such as `name` and `type` are met often and
  /// are none.
  private static func mayBeWord(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count > 1 else { return true }
    switch text[0] | 0x20 {
    case UInt8(ascii: "y"): return text[1] | 0x20 == UInt8(ascii: "e")
    case UInt8(ascii: "t"): return text[1] | 0x20 == UInt8(ascii: "r")
    case UInt8(ascii: "f"): return text[1] | 0x20 == UInt8(ascii: "a")
    case UInt8(ascii: "n"):
      return text[1] | 0x20 == UInt8(ascii: "o") || text[1] | 0x20 == UInt8(ascii: "u")
    case UInt8(ascii: "o"):
      return text[1] | 0x20 == UInt8(ascii: "n") || text[1] | 0x20 == UInt8(ascii: "f")
    default: return true
    }
  }

  // MARK: Numbers

  /// Go's ParseInt and ParseUint in base 0, then the YAML float form; underscores do not count.
  private static func number(_ text: UnsafeBufferPointer<UInt8>) -> ResolvedScalar? {
    if !text.contains(UInt8(ascii: "_")) { return plainNumber(text) }
    let digits = text.filter { $0 != UInt8(ascii: "_") }
    return digits.withUnsafeBufferPointer { plainNumber($0) }
  }

  private static func plainNumber(_ text: UnsafeBufferPointer<UInt8>) -> ResolvedScalar? {
    if let value = GoNumber.parseInteger(text) { return .integer(value) }
    if let value = GoNumber.parseUnsigned(text) { return .unsigned(value) }
    guard isFloat(text) else { return nil }
    return finite(text)
  }

  /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
  private static func isFloat(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var rest = text[...]
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    let whole = dropDigits(&rest)
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      if dropDigits(&rest) == 0 && whole == 0 { return false }
    } else if whole == 0 {
      return false
    }
    if let byte = rest.first, byte | 0x20 == UInt8(ascii: "e") {
      rest.removeFirst()
      if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
      if dropDigits(&rest) == 0 { return false }
    }
    return rest.isEmpty
  }

  private static func dropDigits(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    var count = 0
    while let byte = rest.first, (0x30...0x39).contains(byte) {
      rest.removeFirst()
      count += 1
    }
    return count
  }

  /// A number that begins with its point.
  private static func pointFloat(_ text: UnsafeBufferPointer<UInt8>) -> ResolvedScalar? {
    isFloat(text) ? finite(text) : nil
  }

  /// The value of a float's text; nil when it is out of range (then it stays text).
  private static func finite(_ text: UnsafeBufferPointer<UInt8>) -> ResolvedScalar? {
    var digits = String(decoding: text, as: UTF8.self)
    // Go takes `1.` and `.5`, Swift wants a digit on both sides of nothing: it takes both, too.
    if digits.hasPrefix("+") { digits.removeFirst() }
    guard let value = Double(digits), value.isFinite else { return nil }
    return .float(value)
  }
}
