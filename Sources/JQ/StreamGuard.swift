/// Watches the text that goes to libjq's streaming parser, for the one thing that ends the process
/// there: libjq 1.6 asserts that a comma in an object does not follow a member without a colon
/// (`{"a":1,"b",`), where it has passed the first member. Later releases report an error, with
/// ``message``.
struct StreamGuard {
  /// What a later libjq says about such a text.
  static let message = "Objects must consist of key:value pairs"

  /// What the next comma would end.
  private enum Place {
    /// An array's element.
    case element
    /// An object's first member, whose key has no colon yet: libjq reports that by itself.
    case firstKey
    /// The value after a colon.
    case value
    /// A later member, whose key has no colon yet.
    case laterKey
  }

  private var open: [Place] = []
  private var isInString = false
  private var isEscaped = false

  /// Starts afresh, as the parser does after an error.
  mutating func reset() { self = StreamGuard() }

  /// The offset of the first comma that must not reach the parser.
  mutating func firstFault(in bytes: UnsafeRawBufferPointer) -> Int? {
    for (offset, byte) in bytes.enumerated() {
      if isInString {
        scanString(byte)
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "["): open.append(.element)
      case UInt8(ascii: "{"): open.append(.firstKey)
      case UInt8(ascii: "]"), UInt8(ascii: "}"): _ = open.popLast()
      case UInt8(ascii: ":"): replace(.firstKey, .laterKey, with: .value)
      case UInt8(ascii: ",") where open.last == .laterKey: return offset
      case UInt8(ascii: ","): replace(.value, .value, with: .laterKey)
      case 0x1E: open.removeAll()
      default: break
      }
    }
    return nil
  }

  private mutating func scanString(_ byte: UInt8) {
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      isInString = false
    }
  }

  private mutating func replace(_ one: Place, _ other: Place, with place: Place) {
    guard let last = open.last, last == one || last == other else { return }
    open[open.count - 1] = place
  }
}
