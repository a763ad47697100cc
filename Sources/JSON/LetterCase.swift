/// Keys that are equal but for the case of their letters, as Go's `encoding/json` takes them where no key is
/// equal. One of the two is ASCII: beyond it only the Kelvin sign and the long s are another case of a letter.
public enum LetterCase {
  /// Whether two texts, one of them ASCII, differ in letter case at most.
  public static func areEqual(
    _ text: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    for index in 0..<min(text.count, other.count) {
      let (a, b) = (text[index], other[index])
      guard a < 0x80 && b < 0x80 else {
        return folded(text[index...]).elementsEqual(folded(other[index...]))
      }
      if lowercased(a) != lowercased(b) { return false }
    }
    return text.count == other.count
  }

  private static func folded(
    _ text: Slice<UnsafeBufferPointer<UInt8>>
  ) -> some Sequence<Unicode.Scalar> {
    String(decoding: text, as: UTF8.self).unicodeScalars.lazy.map { scalar in
      switch scalar {
      case "\u{212A}": "k"
      case "\u{17F}": "s"
      case _ where scalar.isASCII:
        Unicode.Scalar(lowercased(UInt8(truncatingIfNeeded: scalar.value)))
      default: scalar
      }
    }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}

extension String {
  /// Whether another text differs in letter case at most; one of the two is ASCII.
  public func equalsIgnoringCase(_ other: String) -> Bool {
    var (text, other) = (self, other)
    return text.withUTF8 { text in other.withUTF8 { LetterCase.areEqual(text, $0) } }
  }
}
