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
    if cursor < waiting.count {
      return waiting.withUnsafeBufferPointer { bytes in
        let rest = UnsafeBufferPointer(rebasing: bytes[cursor...].prefix(buffer.count))
        let given = piece(rest)
        _ = buffer.update(fromContentsOf: rest[..<given])
        cursor += given
        return given
      }
    }
    let count = try source.read(into: UnsafeMutableRawBufferPointer(buffer))
    guard count > 0 else { return 0 }
    if isUTF16 == nil { isUTF16 = buffer[0] >= 0xFE }
    let given = piece(UnsafeBufferPointer(rebasing: buffer[..<count]))
    waiting = Array(buffer[given..<count])
    cursor = 0
    return given
  }

  /// How many of the bytes are given at once.
  private func piece(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    isUTF16 == true ? 1 : max(1, Self.firstSuspect(bytes))
  }

  /// The offset of the first byte that libyaml may refuse: no UTF-8, cut off, or a control character but
  /// tab and line breaks.
  private static func firstSuspect(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var index = 0
    while index < bytes.count {
      index += plainCount(bytes, from: index)
      let end = min(bytes.count, index + Self.block)
      // Not all of a block is plain: what is UTF-8 in it goes on, the rest is suspect.
      while index < end {
        guard let length = UTF8Text.sequenceLength(bytes, at: index) else { return index }
        if isControl(bytes, at: index) { return index }
        index += length
      }
    }
    return bytes.count
  }

  private static let block = 64

  /// How many bytes from an index on are printable ASCII, tabs or line breaks, in whole blocks: nearly
  /// all of most texts.
  private static func plainCount(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = start
    while index + block <= bytes.count {
      // Without a branch a byte, so that many are looked at at once.
      var suspects: UInt8 = 0
      for byte in UnsafeBufferPointer(rebasing: bytes[index..<index + block]) {
        let notPrintable: UInt8 = byte &- 0x20 < 0x5F ? 0 : 1
        let notLineFeed: UInt8 = byte == 0x0A ? 0 : 1
        let notReturn: UInt8 = byte == 0x0D ? 0 : 1
        let notTab: UInt8 = byte == 0x09 ? 0 : 1
        suspects |= notPrintable & notLineFeed & notReturn & notTab
      }
      if suspects != 0 { break }
      index += block
    }
    return index - start
  }

  /// C0 and C1 controls but U+0085, DEL, U+FFFE and U+FFFF: what libyaml takes for no text.
  private static func isControl(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    switch bytes[index] {
    case 0x09, 0x0A, 0x0D: false
    case 0..<0x20, 0x7F: true
    case 0xC2: bytes[index + 1] < 0xA0 && bytes[index + 1] != 0x85
    case 0xEF: bytes[index + 1] == 0xBF && bytes[index + 2] >= 0xBE
    default: false
    }
  }
}
