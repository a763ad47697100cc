import CLibYAML
import JSON

/// The part of a stream that is being read: cut at the lines that begin documents, or handed to libyaml
/// piece by piece. All offsets are bytes from the start of the stream.
///
/// It shows every line to the line scanner, and stops what libyaml itself has no bound for inside one
/// call: long runs of `%TAG` lines, which cost it the square of their number.
final class TextWindow {
  /// Why ``give(into:)`` had nothing more to give; nil while all is well, and at the end.
  private(set) var failure: (any Error)?
  /// Where the next document begins, and on which line: libyaml knows other line breaks than LF, too.
  private(set) var start = 0
  private(set) var startLine: UInt32 = 1
  /// Its place as lines of LF are counted, in which bad bytes are reported.
  private var startPlace = Position.start

  /// Called when the text of a document that is held becomes larger than ``JSONDocument/large``.
  var whenLarge: (@Sendable () -> Void)?

  private var source: any ByteSource
  private var lines = LineScanner()
  private var hasEnded = false
  /// What stopped the reading.
  private var obstacle: (any Error)?
  /// Whether the stream begins like UTF-16, of which libyaml gets every byte alone.
  private var isUTF16 = false

  /// What was read and may still be needed, where it begins in the stream, and the place of that.
  private var held = StreamBytes()
  private var offset = 0
  private var place = Position.start

  /// Where the first line begins that was not looked at, and how far its end was sought.
  private var lineStart = 0
  private var sought = 0
  private var lineIsCut = false
  /// The lines that begin a document, those behind ``start`` left out when they are met.
  private var boundaries: [LineScanner.Boundary] = []
  private var firstBoundary = 0
  /// How far the text from ``start`` on is known to be plain.
  private var plainEnd = 0

  /// What libyaml was given so far since ``start``, in bytes and in characters.
  private var given = 0
  private var givenCharacters = 0
  /// Where the giving stood when libyaml last had an event.
  private var lastEvent = 0
  /// The boundary at which the giving paused last.
  private var pause: (boundary: LineScanner.Boundary, characters: Int)?

  /// A longer document is not held, but handed to libyaml as it comes.
  private static let plainLimit = 128 * 1024 * 1024
  /// What is kept for the place of a bad byte: at least two fillings of libyaml's buffer.
  private static let kept = 128 * 1024

  init(_ source: any ByteSource) { self.source = source }

  private var bytes: UnsafeBufferPointer<UInt8> { held.all }

  /// Takes what was found on lines before the given one.
  func takeMarks(before line: UInt32) -> [TextMark] { lines.takeMarks(before: line) }

  /// The bytes of memory that what was found on lines takes.
  var linesWeight: Int { lines.weight }

  /// The place of the byte at that offset of the stream.
  func position(ofOffset target: Int) -> Position {
    let index = max(0, min(target - offset, bytes.count))
    return Self.advance(place, over: part(0, index))
  }

  // MARK: Documents

  /// Looks at the text from ``start`` up to the line that begins the next document, if all of it is
  /// ``PlainText``; nil when it is not, is too long to be held, or could not be read. `isLast`: the stream
  /// ends with it.
  func withPlainDocument<Result>(
    _ body: (_ text: UnsafeBufferPointer<UInt8>, _ isLast: Bool) -> Result
  ) -> Result? {
    while true {
      let boundary = nextBoundary(after: start)
      plainEnd = max(plainEnd, start)
      plainEnd += PlainText.count(part(plainEnd - offset, bytes.count))
      let end = boundary?.offset ?? offset + bytes.count
      let isCutOff = boundary == nil && !hasEnded && end - plainEnd < UTF8Text.longestSequence
      guard plainEnd >= end || isCutOff else { return nil }
      if boundary != nil || hasEnded {
        return body(part(start - offset, end - offset), boundary == nil)
      }
      forget(before: start)
      let isLarge = bytes.count > JSONDocument.large
      guard bytes.count <= Self.plainLimit, readMore() else { return nil }
      if !isLarge && bytes.count > JSONDocument.large { whenLarge?() }
    }
  }

  /// Goes on behind the plain document that was looked at, at a line.
  func passPlainDocument(to line: UInt32) {
    let end = LineScanner.Boundary(offset: offset + bytes.count, line: line)
    begin(at: nextBoundary(after: start) ?? end, line: line)
    if start - offset > 1 << 20 { forget(before: start) }
  }

  /// Goes on at the boundary at which libyaml has ended a document, if it was at one.
  ///
  /// - Parameters:
  ///   - characters: where the document ended, in characters from ``start`` on.
  ///   - line: the line of that, from 1.
  /// - Returns: whether it was at a boundary.
  func resume(atCharacter characters: Int, line: UInt32) -> Bool {
    guard let pause, pause.characters == characters, !isUTF16 else { return false }
    begin(at: pause.boundary, line: line)
    return true
  }

  private func begin(at boundary: LineScanner.Boundary, line: UInt32) {
    (start, startLine) = (boundary.offset, line)
    startPlace = Position(line: boundary.line, column: 1)
    (given, givenCharacters, pause) = (start, 0, nil)
    lastEvent = start
  }

  private func nextBoundary(after position: Int) -> LineScanner.Boundary? {
    while firstBoundary < boundaries.count, boundaries[firstBoundary].offset <= position {
      firstBoundary += 1
    }
    return firstBoundary < boundaries.count ? boundaries[firstBoundary] : nil
  }

  // MARK: For libyaml

  /// Takes notice of an event: a scalar on which libyaml goes on and on has none.
  func noteEvent() { lastEvent = given }

  /// Fills the buffer from its start with what follows; 0 at the end, or when ``failure`` is set. It
  /// pauses behind every `---` line's dashes: there libyaml knows that a document has ended.
  func give(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    if given == offset + bytes.count {
      forget(before: given - Self.kept)
      _ = readMore()
    }
    // A limit counts at once, a failed read when all that was read is given.
    if given == offset + bytes.count || obstacle is YAMLError { failure = obstacle }
    if given - lastEvent > JSONDocument.memoryLimit / 2 {
      failure = YAMLError(reason: .tooLarge, position: position(ofOffset: given))
    }
    if failure != nil { return 0 }
    let boundary = nextBoundary(after: max(start, given - 1))
    let end = min(offset + bytes.count, boundary.map { $0.offset + 4 } ?? .max)
    let rest = UnsafeBufferPointer(
      rebasing: bytes[(given - offset)..<(end - offset)].prefix(buffer.count))
    guard !rest.isEmpty else { return 0 }
    // libyaml does not count the mark at the start of a stream.
    if given == 0, rest.starts(with: [0xEF, 0xBB, 0xBF]) { givenCharacters = -1 }
    let count = isUTF16 ? 1 : max(1, PlainText.countBeforeSuspect(rest))
    let piece = UnsafeBufferPointer(rebasing: rest[..<count])
    _ = buffer.update(fromContentsOf: piece)
    given += count
    givenCharacters += UTF8Text.scalarCount(piece)
    if let boundary, given == end {
      // What follows the boundary are three dashes and a byte of one character, if any.
      pause = (boundary, givenCharacters - (end - boundary.offset))
    }
    return count
  }

  // MARK: Reading

  /// Reads on; false when that failed. At the end there is nothing more.
  private func readMore() -> Bool {
    if obstacle != nil || hasEnded { return obstacle == nil }
    do {
      let isFirst = offset == 0 && bytes.isEmpty
      guard let count = try held.read(from: &source) else {
        throw YAMLError(reason: .tooLarge, position: place)
      }
      if isFirst, let first = bytes.first { isUTF16 = first >= 0xFE }
      hasEnded = count == 0
      scanLines()
      if let line = lines.excessiveTagDirective {
        obstacle = YAMLError(
          reason: .tooManyTagDirectives(limit: LineScanner.tagDirectiveLimit),
          position: Position(line: line, column: 1))
      }
    } catch {
      obstacle = error
    }
    return obstacle == nil
  }

  /// Shows the lines that have become whole to the scanner.
  private func scanLines() {
    let index = sought - offset
    let end =
      hasEnded
      ? bytes.count : (bytes[index...].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)
    sought = offset + bytes.count
    if end > lineStart - offset {
      var first = lineStart - offset
      if lineIsCut {
        first = (bytes[first..<end].firstIndex(of: 0x0A) ?? end - 1) + 1
        lines.skipLine()
      }
      lines.scan(part(first, end), at: offset + first, into: &boundaries)
      (lineStart, lineIsCut) = (offset + end, false)
    }
    if hasEnded { lines.finish() }
  }

  /// Lets go of what lies before an offset.
  private func forget(before end: Int) {
    let count = end - offset
    guard count > 0 else { return }
    place = end == start ? startPlace : Self.advance(place, over: part(0, count))
    held.removeFirst(count)
    offset = end
    boundaries.removeFirst(firstBoundary)
    firstBoundary = 0
    lineIsCut = lineIsCut || lineStart < end
    lineStart = max(end, lineStart)
  }

  /// Some of what is held.
  private func part(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: bytes[start..<end])
  }

  private static func advance(_ place: Position, over bytes: UnsafeBufferPointer<UInt8>) -> Position
  {
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
