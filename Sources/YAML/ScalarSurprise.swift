import JSON

/// A plain scalar that YAML 1.1 reads as something else than its letters say.
public struct ScalarSurprise: Sendable, Equatable {
  /// The text as it stands.
  public var text: String
  /// What it is read as, as JSON or as a key.
  public var value: String
  /// Whether it is a key.
  public var isKey: Bool
  /// Where it stands.
  public var range: TextRange

  /// Whether a value of that text and meaning takes a reader by surprise: a word that became a boolean, a
  /// number with a leading zero or with underscores.
  static func isSurprising(
    _ resolved: ResolvedScalar, _ text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    switch resolved {
    case .bool: return text.count < 4 || !isTrueOrFalse(text)
    case .integer, .unsigned, .float:
      let digits = text.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
      guard let first = digits.first else { return false }
      if first == UInt8(ascii: "0"), let second = digits.dropFirst().first {
        return (0x30...0x39).contains(second) || second == UInt8(ascii: "_")
          || second == UInt8(ascii: "o") || second == UInt8(ascii: "O")
          || text.contains(UInt8(ascii: "_"))
      }
      return text.contains(UInt8(ascii: "_"))
    case .null, .text, .bytes: return false
    }
  }

  private static func isTrueOrFalse(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let word = text.map { $0 | 0x20 }
    return word.elementsEqual("true".utf8) || word.elementsEqual("false".utf8)
  }
}
