import JSON

/// A stream's bytes in pieces that end before every byte libyaml may refuse; such a byte comes alone.
///
/// libyaml decodes all that it is given before it parses any of it, so that a bad byte far ahead would
/// hide the documents and errors before it, or not, depending on how the bytes arrived. In these pieces
/// it meets the byte when it comes to it.
struct BytesWithSuspects {
  private var source: any ByteSource
  /// What was read and not yet given.
  private var waiting: [UInt8] = []
  private var cursor = 0
  /// Whether the stream begins like UTF-16, of which every byte is suspect; nil before its first byte.
  private var isUTF16: Bool?

  init(_ source: any ByteSource) { self.source = source }

  /// Fills the buffer from its start; 0 at the end.
  mutating func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws -> Int {
    var count: Int
    if cursor < waiting.count {
      count = min(buffer.count, waiting.count - cursor)
      waiting.withUnsafeBufferPointer { bytes in
        _ = buffer.update(fromContentsOf: bytes[cursor..<cursor + count])
      }
    } else {
      count = try source.read(into: UnsafeMutableRawBufferPointer(buffer))
      (waiting, cursor) = ([], 0)
    }
    guard count > 0 else { return 0 }
    let isUTF16 = self.isUTF16 ?? (buffer[0] >= 0xFE)
    self.isUTF16 = isUTF16
    let given =
      isUTF16 ? 1 : max(1, Self.firstSuspect(UnsafeBufferPointer(rebasing: buffer[..<count])))
    if cursor < waiting.count {
      cursor += given
    } else if given < count {
      waiting = Array(buffer[given..<count])
    }
    return given
  }

  /// The offset of the first byte that libyaml may refuse: no UTF-8, cut off, or a control character.
  private static func firstSuspect(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let valid = UTF8Text.firstInvalidByte(bytes) ?? bytes.count
    for index in 0..<valid where isSuspect(bytes, at: index) { return index }
    return valid
  }

  /// Control characters but tab and line breaks, and U+FFFE, U+FFFF; U+0085 is among the suspects.
  private static func isSuspect(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    switch bytes[index] {
    case 0x20..<0x7F, 0x09, 0x0A, 0x0D, 0x80..<0xC2, 0xC3..<0xEF, 0xF0...: false
    case 0xC2: bytes[index + 1] < 0xA0
    case 0xEF: bytes[index + 1] == 0xBF && bytes[index + 2] >= 0xBE
    default: true
    }
  }
}
