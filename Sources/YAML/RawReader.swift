import CLibYAML
import JSON

/// Hands the source's bytes to libyaml and keeps the last of them, to find the line of a bad byte.
///
/// It also stops what libyaml itself has no bound for inside one call: long runs of `%TAG` lines, which
/// cost it the square of their number.
struct RawReader {
  /// What stopped the reading; nil while all is well.
  private(set) var failure: (any Error)?

  private var source: any ByteSource
  /// The last bytes that were read, at least two fillings of libyaml's buffer.
  private var recent: [UInt8] = []
  /// The offset of `recent` in the stream, and its place.
  private var offset = 0
  private var place = Position.start
  private var scanned = 0
  private var tagDirectives = 0

  private static let kept = 128 * 1024
  private static let tagDirectiveLimit = 1000

  init(_ source: any ByteSource) { self.source = source }

  /// Fills the buffer from its start; 0 at the end, or when `failure` was set.
  mutating func read(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    do {
      let count = try source.read(into: UnsafeMutableRawBufferPointer(buffer))
      recent.append(contentsOf: buffer[..<count])
      countTagDirectives()
      if recent.count > 2 * Self.kept { forget(recent.count - Self.kept) }
      return failure == nil ? count : 0
    } catch {
      failure = error
      return 0
    }
  }

  /// The place of the byte at that offset of the stream.
  func position(ofOffset target: Int) -> Position {
    let index = max(0, min(target - offset, recent.count))
    return Self.advance(place, over: recent[..<index])
  }

  private mutating func forget(_ count: Int) {
    place = Self.advance(place, over: recent[..<count])
    recent.removeFirst(count)
    offset += count
    scanned -= count
  }

  private static func advance(_ place: Position, over bytes: ArraySlice<UInt8>) -> Position {
    bytes.withUnsafeBufferPointer { bytes in
      var lines: UInt32 = 0
      for byte in bytes where byte == 0x0A { lines &+= 1 }
      guard lines > 0 else {
        let scalars = UInt32(clamping: UTF8Text.scalarCount(bytes))
        return Position(line: place.line, column: place.column &+ scalars)
      }
      let lineStart = (bytes.lastIndex(of: 0x0A) ?? 0) + 1
      let scalars = UTF8Text.scalarCount(UnsafeBufferPointer(rebasing: bytes[lineStart...]))
      return Position(line: place.line &+ lines, column: UInt32(clamping: scalars) &+ 1)
    }
  }

  /// Counts lines that begin with `%TAG`, anew after each line that begins with `---`.
  private mutating func countTagDirectives() {
    while let found = nextPercent() {
      // The last bytes wait for the next filling: a directive may begin in them.
      guard found + 4 <= recent.count else { return }
      let startsLine = found == 0 ? offset == 0 : recent[found - 1] == 0x0A
      if startsLine, recent[found..<found + 4].elementsEqual("%TAG".utf8) {
        if hasDocumentStart(before: found) { tagDirectives = 0 }
        tagDirectives += 1
        if tagDirectives > Self.tagDirectiveLimit {
          failure = YAMLError(
            reason: .tooManyTagDirectives(limit: Self.tagDirectiveLimit),
            position: position(ofOffset: offset + found))
          return
        }
      }
      scanned = found + 1
    }
    scanned = recent.count
  }

  /// The index of the next `%` that was not looked at; nil when there is none.
  private func nextPercent() -> Int? {
    recent.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, scanned < bytes.count,
        let found = memchr(base + scanned, Int32(UInt8(ascii: "%")), bytes.count - scanned)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  private func hasDocumentStart(before index: Int) -> Bool {
    var line = index
    while line > scanned, line >= 4 {
      line -= 1
      if recent[line] == UInt8(ascii: "-"), line >= 3,
        recent[line - 3..<line + 1].elementsEqual("\n---".utf8)
      {
        return true
      }
    }
    return false
  }
}
