import CLibYAML
import JSON

/// Hands the source's bytes to libyaml, shows them to the line scanner, and keeps the last of them, to
/// find the line of a bad byte.
///
/// It also stops what libyaml itself has no bound for inside one call: long runs of `%TAG` lines, which
/// cost it the square of their number.
struct RawReader {
  /// What stopped the reading; nil while all is well.
  private(set) var failure: (any Error)?
  /// What was found on the lines read so far.
  private(set) var lines = LineScanner()

  private var source: BytesWithSuspects
  /// The last bytes that were read, at least two fillings of libyaml's buffer.
  private var recent: [UInt8] = []
  /// The offset of `recent` in the stream, and its place.
  private var offset = 0
  private var place = Position.start
  /// Where in `recent` the first line begins that was not looked at, and how far its end was sought.
  private var lineStart = 0
  private var sought = 0
  private var lineIsCut = false
  private var hasEnded = false

  private static let kept = 128 * 1024

  init(_ source: any ByteSource) { self.source = BytesWithSuspects(source) }

  /// Fills the buffer from its start; 0 at the end, or when `failure` was set.
  mutating func read(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    do {
      let count = try source.read(into: buffer)
      recent.append(contentsOf: buffer[..<count])
      scanLines(isEnd: count == 0)
      if let line = lines.excessiveTagDirective {
        failure = YAMLError(
          reason: .tooManyTagDirectives(limit: LineScanner.tagDirectiveLimit),
          position: Position(line: line, column: 1))
      }
      if recent.count > 2 * Self.kept { forget(recent.count - Self.kept) }
      return failure == nil ? count : 0
    } catch {
      failure = error
      return 0
    }
  }

  /// Takes what was found on lines before the given one.
  mutating func takeMarks(before line: UInt32) -> [TextMark] { lines.takeMarks(before: line) }

  /// The place of the byte at that offset of the stream.
  func position(ofOffset target: Int) -> Position {
    let index = max(0, min(target - offset, recent.count))
    return Self.advance(place, over: recent[..<index])
  }

  /// Shows the lines that have become whole to the scanner.
  private mutating func scanLines(isEnd: Bool) {
    if isEnd && hasEnded { return }
    hasEnded = isEnd
    let end = isEnd ? recent.count : (recent[sought...].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)
    sought = recent.count
    if end > lineStart {
      recent.withUnsafeBufferPointer { bytes in
        var start = lineStart
        if lineIsCut {
          start = (bytes[start..<end].firstIndex(of: 0x0A) ?? end - 1) + 1
          lines.skipLine()
        }
        lines.scan(UnsafeBufferPointer(rebasing: bytes[start..<end]))
      }
      (lineStart, lineIsCut) = (end, false)
    }
    if isEnd { lines.finish() }
  }

  private mutating func forget(_ count: Int) {
    place = Self.advance(place, over: recent[..<count])
    recent.removeFirst(count)
    offset += count
    sought -= count
    lineIsCut = lineIsCut || lineStart < count
    lineStart = max(0, lineStart - count)
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
}
