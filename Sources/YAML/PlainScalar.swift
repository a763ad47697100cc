import CLibYAML

/// Where scalars on one line begin and end.
enum PlainScalar {
  /// Whether a scalar without quotes surely begins with that byte.
  static func canBegin(_ byte: UInt8, beforeBlank: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "/"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "~"),
      UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: "$"),
      UInt8(ascii: "^"), UInt8(ascii: ";"), UInt8(ascii: "\\"):
      true
    case UInt8(ascii: "-"): !beforeBlank
    case 0x80...: true
    default: false
    }
  }

  /// The index behind the quote that ends the scalar whose quote stands at an index.
  ///
  /// - Throws: when it does not end in these bytes, or has escapes.
  static func quotedEnd(
    _ bytes: UnsafeBufferPointer<UInt8>, from first: Int
  ) throws(PlainReader.NotPlain) -> Int {
    let quote = bytes[first]
    guard let last = find(quote, in: bytes, from: first + 1) else { throw PlainReader.NotPlain() }
    let isPlain =
      quote == UInt8(ascii: "'")
      ? last + 1 == bytes.count || bytes[last + 1] != quote
      : find(UInt8(ascii: "\\"), in: UnsafeBufferPointer(rebasing: bytes[..<last]), from: first)
        == nil
    guard isPlain else { throw PlainReader.NotPlain() }
    return last + 1
  }

  static func find(
    _ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int? {
    guard let base = bytes.baseAddress,
      let found = memchr(base + start, Int32(byte), bytes.count - start)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }
}
