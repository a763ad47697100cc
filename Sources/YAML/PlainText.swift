import JSON

/// Which bytes are no trouble, looked at many at a time.
enum PlainText {
  private static let block = 64

  /// How many bytes at the start are whole printable characters or line feeds, none of them one that only
  /// libyaml takes for a line break or a byte order mark.
  static func count(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var index = 0
    while index < bytes.count {
      index = endOfBlocks(bytes, from: index) { isPrintable($0) | isEqual($0, 0x0A) }
      let end = min(bytes.count, index + Self.block)
      while index < end {
        let byte = bytes[index]
        if byte &- 0x20 < 0x5F || byte == 0x0A {
          index += 1
        } else {
          guard byte >= 0x80, let length = UTF8Text.sequenceLength(bytes, at: index),
            !isControl(bytes, at: index), !isBreak(bytes, at: index)
          else { return index }
          index += length
        }
      }
    }
    return index
  }

  /// Whether all of it is ASCII.
  static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let raw = UnsafeRawBufferPointer(bytes)
    var all: UInt64 = 0
    var index = 0
    while index + 8 <= raw.count {
      all |= raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      index += 8
    }
    while index < raw.count {
      all |= UInt64(raw[index])
      index += 1
    }
    return all & 0x8080_8080_8080_8080 == 0
  }

  /// How many bytes at the start libyaml surely takes: up to what is no UTF-8, cut off, or a control
  /// character but tab and line breaks.
  ///
  /// libyaml decodes all that it is given before it parses any of it, so that a bad byte far ahead would
  /// hide the documents and errors before it, or not, depending on how the bytes arrived. Given each
  /// suspect alone, it meets the byte when it comes to it.
  static func countBeforeSuspect(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var index = 0
    while index < bytes.count {
      index = endOfBlocks(bytes, from: index) {
        isPrintable($0) | isEqual($0, 0x0A) | isEqual($0, 0x0D) | isEqual($0, 0x09)
      }
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

  /// The end of the whole blocks from a start on of which all bytes are of a kind.
  @inline(__always)
  private static func endOfBlocks(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isKind: (UInt8) -> UInt8
  ) -> Int {
    var index = start
    while index + block <= bytes.count {
      // Without a branch a byte, so that many are looked at at once.
      var all: UInt8 = 1
      for byte in UnsafeBufferPointer(rebasing: bytes[index..<index + block]) {
        all &= isKind(byte)
      }
      if all == 0 { break }
      index += block
    }
    return index
  }

  private static func isPrintable(_ byte: UInt8) -> UInt8 { byte &- 0x20 < 0x5F ? 1 : 0 }

  private static func isEqual(_ byte: UInt8, _ other: UInt8) -> UInt8 { byte == other ? 1 : 0 }

  /// U+0085, U+2028, U+2029 and U+FEFF.
  private static func isBreak(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    switch bytes[index] {
    case 0xC2: bytes[index + 1] == 0x85
    case 0xE2: bytes[index + 1] == 0x80 && bytes[index + 2] | 1 == 0xA9
    case 0xEF: bytes[index + 1] == 0xBB && bytes[index + 2] == 0xBF
    default: false
    }
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
