import CLibYAML

/// Looks at the lines of a text as they are read, before and beside the YAML parser.
///
/// Lines end at LF; a line is looked at once it is whole, and one longer than what is kept not at all.
struct LineScanner {
  /// What was found, in the order of lines, and how much of it has been taken.
  private(set) var marks: [TextMark] = []
  private var taken = 0
  /// The line of the `%TAG` directive that is one too many; nil while all is well.
  private(set) var excessiveTagDirective: UInt32?

  private var line: UInt32 = 1
  private var segment = TextMark.Segment()
  private var tagDirectives = 0
  /// Comments that stand alone and wait for the line that they are for.
  private var waiting: [TextMark.Suppression] = []

  static let tagDirectiveLimit = 1000
  /// More comments than this for one line are no one's intention.
  private static let waitingLimit = 1000

  /// The bytes of memory that the marks not yet taken, and what comes of them, take at most.
  var weight: Int { (marks.count - taken) * 128 }

  /// Takes the marks of lines before the given one.
  mutating func takeMarks(before line: UInt32) -> [TextMark] {
    let end = marks[taken...].firstIndex { $0.line >= line } ?? marks.count
    if taken == 0, marks.count - end < end {
      // Very many are not copied, but the few behind them.
      var result: [TextMark] = []
      swap(&result, &marks)
      marks += result[end...]
      result.removeSubrange(end...)
      return result
    }
    defer {
      taken = end
      if taken > 1024 && taken > marks.count / 2 {
        marks.removeFirst(taken)
        taken = 0
      }
    }
    return Array(marks[taken..<end])
  }

  /// Looks at whole lines, each ended by LF but for the last of the text.
  mutating func scan(_ lines: UnsafeBufferPointer<UInt8>) {
    var boundaries: [Boundary] = []
    scan(lines, at: 0, into: &boundaries)
  }

  /// A line at which a YAML document begins: `---` and nothing, or something after a blank.
  struct Boundary {
    var offset: Int
    var line: UInt32
  }

  /// Looks at whole lines that stand at an offset, and adds those at which documents begin.
  mutating func scan(
    _ lines: UnsafeBufferPointer<UInt8>, at offset: Int, into boundaries: inout [Boundary]
  ) {
    let hasSuppression = Self.contains(lines, Self.suppressionKey)
    var start = 0
    while start < lines.count {
      let end = Self.lineEnd(lines, from: start)
      let text = UnsafeBufferPointer(rebasing: lines[start..<end])
      if Self.starts(text, with: "---"), text.count == 3 || Self.isBlank(text[3]) {
        boundaries.append(Boundary(offset: offset + start, line: line))
      }
      scanLine(text, hasSuppression)
      line &+= 1
      start = end + 1
    }
  }

  /// Passes over a line that was too long to look at.
  mutating func skipLine() {
    segment.hasContent = true
    line &+= 1
  }

  /// The end of the text.
  mutating func finish() {
    placeWaiting()
    marks.append(TextMark(line: line, kind: .end(before: segment)))
  }

  private mutating func scanLine(_ text: UnsafeBufferPointer<UInt8>, _ hasSuppression: Bool) {
    if hasSuppression { scanSuppression(text) }
    guard let first = text.first else { return }
    switch first {
    case UInt8(ascii: "-") where Self.starts(text, with: "---"): return separator(text)
    case UInt8(ascii: "%") where Self.starts(text, with: "%TAG"):
      tagDirectives += 1
      if tagDirectives > Self.tagDirectiveLimit && excessiveTagDirective == nil {
        excessiveTagDirective = line
      }
    case UInt8(ascii: "#") where Self.starts(text, with: "# Source: "):
      let path = Self.trimmed(text[10...])
      marks.append(TextMark(line: line, kind: .source(String(decoding: path, as: UTF8.self))))
    default: break
    }
    guard !segment.hasContent || !waiting.isEmpty,
      let visible = text.first(where: { !Self.isBlank($0) })
    else { return }
    if visible == UInt8(ascii: "#") {
      if !segment.hasContent { segment.commentLines &+= 1 }
    } else {
      segment.hasContent = true
      placeWaiting()
    }
  }

  /// The comments that stood alone are for this line.
  private mutating func placeWaiting() {
    for suppression in waiting {
      marks.append(TextMark(line: line, kind: .suppression(suppression)))
    }
    waiting.removeAll()
  }

  private mutating func separator(_ text: UnsafeBufferPointer<UInt8>) {
    let rest: TextMark.Rest
    switch text[3...].first(where: { !Self.isBlank($0) }) {
    case nil: rest = .nothing
    case UInt8(ascii: "#"): rest = .comment
    default: rest = .content
    }
    marks.append(TextMark(line: line, kind: .separator(rest: rest, before: segment)))
    segment = TextMark.Segment(commentLines: 0, hasContent: rest == .content)
    tagDirectives = 0
  }

  // MARK: Suppressions

  private static let suppressionKey: StaticString = "mr:disable="

  private mutating func scanSuppression(_ text: UnsafeBufferPointer<UInt8>) {
    guard let hash = text.firstIndex(of: UInt8(ascii: "#")),
      let key = Self.position(of: Self.suppressionKey, in: text, from: hash)
    else { return }
    let list = text[(key + Self.suppressionKey.utf8CodeUnitCount)...].prefix { !Self.isBlank($0) }
    let standsAlone = text[..<hash].allSatisfy(Self.isBlank)
    let suppression = TextMark.Suppression(
      list: String(decoding: list, as: UTF8.self), line: line, column: UInt32(clamping: hash) &+ 1,
      standsAlone: standsAlone)
    if standsAlone {
      if waiting.count < Self.waitingLimit { waiting.append(suppression) }
    } else {
      marks.append(TextMark(line: line, kind: .suppression(suppression)))
    }
  }

  // MARK: Bytes

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  private static func trimmed(
    _ text: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Slice<UnsafeBufferPointer<UInt8>> {
    var text = text
    while let last = text.last, isBlank(last) { text = text.dropLast() }
    return text
  }

  private static func starts(_ text: UnsafeBufferPointer<UInt8>, with prefix: StaticString) -> Bool
  {
    let count = prefix.utf8CodeUnitCount
    guard let base = text.baseAddress, text.count >= count else { return false }
    return memcmp(base, prefix.utf8Start, count) == 0
  }

  private static func lineEnd(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    guard let base = text.baseAddress,
      let found = memchr(base + start, 0x0A, text.count - start)
    else { return text.count }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  private static func contains(_ text: UnsafeBufferPointer<UInt8>, _ key: StaticString) -> Bool {
    position(of: key, in: text, from: 0) != nil
  }

  /// The offset of the key, found by its last character, which is rare in YAML.
  private static func position(
    of key: StaticString, in text: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int? {
    let count = key.utf8CodeUnitCount
    guard let base = text.baseAddress, text.count >= start + count else { return nil }
    var next = start + count - 1
    while next < text.count,
      let found = memchr(base + next, Int32(key.utf8Start[count - 1]), text.count - next)
    {
      let last = UnsafeRawPointer(found) - UnsafeRawPointer(base)
      if memcmp(base + (last - count + 1), key.utf8Start, count) == 0 { return last - count + 1 }
      next = last + 1
    }
    return nil
  }
}
