/// Writes JSON values as YAML in block style, a document after `---`.
///
/// Strings that any YAML would read as something else (YAML 1.1's `yes`, `0x10`, `1:30`, dates) stand in
/// double quotes; so do all that need an escape. Keys keep their order.
///
/// mr-query does not print by this: its `--yaml-output` walks libjq's values, escapes on request all that is
/// not ASCII, writes blocks of text, and leaves more plain (`15s`), as it is for people, where this is for
/// Envoy. Common code would be a flag for each difference, and one more library in mr-query.
public struct YAMLWriter {
  /// What has been written.
  public private(set) var text = ""

  /// A writer.
  public init() {}

  /// Forgets what has been written.
  public mutating func removeAll() { text.removeAll(keepingCapacity: true) }

  /// Writes a document.
  public mutating func write(_ value: JSONValue) {
    text += "---\n"
    if isBlock(value) {
      write(block: value, indent: 0, startsLine: true)
    } else {
      text += flow(value) + "\n"
    }
  }

  /// Writes a document that was read.
  public mutating func write(_ node: JSONNode) { write(node.value) }

  /// Whether a value takes lines of its own: containers do, empty ones do not.
  private func isBlock(_ value: JSONValue) -> Bool {
    switch value {
    case .array(let elements): !elements.isEmpty
    case .object(let object): !object.isEmpty
    default: false
    }
  }

  /// Writes a container. A container in a list starts on the line of its dash.
  private mutating func write(block value: JSONValue, indent: Int, startsLine: Bool) {
    let margin = String(repeating: " ", count: indent)
    var needsMargin = startsLine
    func lead() -> String {
      defer { needsMargin = true }
      return needsMargin ? margin : ""
    }
    switch value {
    case .array(let elements):
      for element in elements {
        text += lead() + "-"
        write(child: element, indent: indent + 2, afterDash: true)
      }
    case .object(let object):
      for (key, value) in object.members {
        text += lead() + YAMLScalar.text(key) + ":"
        // Kubernetes style: a list stands under its key's first letter.
        let deeper = value.array == nil ? indent + 2 : indent
        write(child: value, indent: deeper, afterDash: false)
      }
    default: break
    }
  }

  private mutating func write(child value: JSONValue, indent: Int, afterDash: Bool) {
    guard isBlock(value) else {
      text += " " + flow(value) + "\n"
      return
    }
    text += afterDash ? " " : "\n"
    write(block: value, indent: indent, startsLine: !afterDash)
  }

  private func flow(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let number): YAMLScalar.text(number)
    case .string(let text): YAMLScalar.text(text)
    case .array: "[]"
    case .object: "{}"
    }
  }
}

/// Scalars as every YAML reads them.
enum YAMLScalar {
  /// A string, plain where it stays a string.
  static func text(_ text: String) -> String {
    isPlain(text) ? text : quoted(text)
  }

  /// A number. YAML 1.1 wants a point and a sign in what has an exponent; an integer has no negative zero.
  static func text(_ number: JSONNumber) -> String {
    if number.text == "-0" { return "-0.0" }
    let parts = number.text.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    guard parts.count == 2 else { return number.text }
    let mantissa = parts[0].contains(".") ? String(parts[0]) : parts[0] + ".0"
    let isSigned = parts[1].hasPrefix("-") || parts[1].hasPrefix("+")
    return mantissa + "e" + (isSigned ? "" : "+") + parts[1]
  }

  private static let words: Set<String> = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null",
  ]

  /// A string that begins with a letter, `/` or `_` and goes on with harmless characters is no number,
  /// no date and no indicator; of words only those of the list mean something.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last,
      isLetter(first) || first == UInt8(ascii: "/") || first == UInt8(ascii: "_"),
      last != UInt8(ascii: ":"), last != UInt8(ascii: " ")
    else { return false }
    var previous = first
    for byte in text.utf8 {
      let isSafe = isLetter(byte) || (0x30...0x39).contains(byte) || safe.contains(byte)
      // `: ` would start a value; ` #`, a comment, cannot be: `#` is not safe.
      guard isSafe, !(previous == UInt8(ascii: ":") && byte == UInt8(ascii: " ")) else {
        return false
      }
      previous = byte
    }
    return !words.contains(text.lowercased())
  }

  private static let safe = Set(" _./:@%,+=()*-".utf8)

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & 0xDF)
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22, 0x5C: result += "\\" + String(scalar)
      case 0x0A: result += "\\n"
      case 0x09: result += "\\t"
      case 0x0D: result += "\\r"
      case 0..<0x20, 0x7F..<0xA0: result += "\\x" + hex(scalar.value, digits: 2)
      case 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: result += "\\u" + hex(scalar.value, digits: 4)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func hex(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
