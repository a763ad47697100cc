import JSON

/// Who cuts a text into documents.
public enum DocumentSplitter: Sendable, Equatable {
  /// YAML itself.
  case yaml
  /// Kuma: a regular expression over the trimmed text, each part read up to its first document's end.
  /// `dropsCommentLine`: a part that is one line of comment is none.
  case kuma(dropsCommentLine: Bool)
  /// kubectl: line by line, and JSON without YAML where the text begins like it; empty documents are
  /// dropped, and nothing is read after an error. `goesOnWithYAML`: after JSON there may be YAML.
  case kubernetes(goesOnWithYAML: Bool)
}

/// A part of a text that is read by itself.
struct TextPart: Equatable {
  var bytes: ArraySlice<UInt8>
  /// Where the part begins in the text.
  var start: Position
}

/// Kuma's way of cutting: `(?:^|\s*\n)---\s*` over the trimmed text, parts trimmed, empty ones dropped.
///
/// Source: Kuma's `SplitYAML`, the same from 2.2 to 2.14 but for the line of comment.
enum KumaSplitter {
  static func parts(_ text: [UInt8], dropsCommentLine: Bool) -> [TextPart] {
    let whole = WhiteSpace.trimmed(text[...])
    var cuts: [ArraySlice<UInt8>] = []
    var start = whole.startIndex
    var cursor = start
    while let found = separator(whole, from: cursor) {
      cuts.append(whole[start..<max(start, found.lowerBound)])
      start = found.upperBound
      cursor = found.upperBound
    }
    cuts.append(whole[start...])
    var locator = PlaceLocator(text)
    return cuts.map(WhiteSpace.trimmed).filter { part in
      !part.isEmpty && !(dropsCommentLine && isCommentLine(part))
    }.map { TextPart(bytes: $0, start: locator.place(of: $0.startIndex)) }
  }

  /// The next separator with the white space around it that belongs to it.
  private static func separator(_ text: ArraySlice<UInt8>, from cursor: Int) -> Range<Int>? {
    var index = cursor
    while index + 3 <= text.endIndex {
      let isAtStart = index == text.startIndex
      if isAtStart || index > cursor && text[index - 1] == 0x0A, isDashes(text, at: index) {
        var low = isAtStart ? index : index - 1
        while low > cursor, WhiteSpace.isRegularExpressionSpace(text[low - 1]) { low -= 1 }
        var high = index + 3
        while high < text.endIndex, WhiteSpace.isRegularExpressionSpace(text[high]) { high += 1 }
        return low..<high
      }
      guard let line = text[index...].firstIndex(of: 0x0A) else { return nil }
      index = line + 1
    }
    return nil
  }

  private static func isDashes(_ text: ArraySlice<UInt8>, at index: Int) -> Bool {
    text[index..<index + 3].allSatisfy { $0 == UInt8(ascii: "-") }
  }

  private static func isCommentLine(_ part: ArraySlice<UInt8>) -> Bool {
    part.first == UInt8(ascii: "#") && !part.contains(0x0A)
  }
}

/// kubectl's way of cutting: at every line that begins with `---`, after which only a comment may stand.
///
/// Source: apimachinery's `YAMLReader`.
struct KubernetesSplitter {
  private let text: ArraySlice<UInt8>
  private var cursor: Int
  private var locator: PlaceLocator

  /// Cuts a text from that offset on.
  init(_ text: [UInt8], from offset: Int) {
    self.text = text[...]
    cursor = offset
    locator = PlaceLocator(text)
  }

  /// The next part; nil at the end. Its lines end in LF, the last one too, whatever they ended in.
  mutating func next() throws(YAMLError) -> TextPart? {
    let start = cursor
    var part: [UInt8] = []
    while cursor < text.endIndex {
      let lineFeed = text[cursor...].firstIndex(of: 0x0A)
      let end = lineFeed.map { $0 + 1 } ?? text.endIndex
      var line = text[cursor..<(lineFeed ?? end)]
      if lineFeed != nil && line.last == 0x0D { line = line.dropLast() }
      if line.starts(with: "---".utf8) {
        let rest = WhiteSpace.trimmed(line.dropFirst(3))
        guard rest.isEmpty || rest.first == UInt8(ascii: "#") else {
          throw YAMLError(
            reason: .invalidSeparator(String(decoding: rest, as: UTF8.self)),
            position: locator.place(of: cursor))
        }
        if !part.isEmpty {
          cursor = end
          return TextPart(bytes: part[...], start: locator.place(of: start))
        }
      }
      part += line
      part.append(0x0A)
      cursor = end
    }
    return part.isEmpty ? nil : TextPart(bytes: part[...], start: locator.place(of: start))
  }
}

/// The places of offsets in a text, asked for in ascending order.
struct PlaceLocator {
  private let text: [UInt8]
  private var offset = 0
  private var position = Position.start

  init(_ text: [UInt8]) { self.text = text }

  mutating func place(of target: Int) -> Position {
    while offset < target {
      let byte = text[offset]
      if byte == 0x0A {
        position = Position(line: position.line &+ 1, column: 1)
      } else if byte & 0xC0 != 0x80 {
        position.column &+= 1
      }
      offset += 1
    }
    return position
  }

  /// The offset of a place that is not before the last one asked for.
  mutating func offset(of target: Position) -> Int {
    while position < target, offset < text.count { _ = place(of: offset + 1) }
    return offset
  }
}

/// White space as Go has it.
enum WhiteSpace {
  /// `\s` of Go's regular expressions.
  static func isRegularExpressionSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D || byte == 0x0C
  }

  /// Without what `strings.TrimSpace` takes off: Unicode's white space, at both ends.
  static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text
    while let length = spaceLength(text) { text = text.dropFirst(length) }
    while let length = trailingSpaceLength(text) { text = text.dropLast(length) }
    return text
  }

  /// The bytes of the white space character that a text begins with; nil when it begins otherwise.
  private static func spaceLength(_ text: ArraySlice<UInt8>) -> Int? {
    guard let first = text.first else { return nil }
    if first == 0x20 || (0x09...0x0D).contains(first) { return 1 }
    return wide.first { text.starts(with: $0) }?.count
  }

  private static func trailingSpaceLength(_ text: ArraySlice<UInt8>) -> Int? {
    guard let last = text.last else { return nil }
    if last == 0x20 || (0x09...0x0D).contains(last) { return 1 }
    return wide.first { text.suffix($0.count).elementsEqual($0) }?.count
  }

  /// White space beyond ASCII, in UTF-8.
  private static let wide: [[UInt8]] = {
    let scalars: [Unicode.Scalar] =
      ["\u{85}", "\u{A0}", "\u{1680}", "\u{2028}", "\u{2029}", "\u{202F}", "\u{205F}", "\u{3000}"]
      + (0x2000...0x200A).compactMap { Unicode.Scalar($0 as UInt32) }
    return scalars.map { Array(String($0).utf8) }
  }()
}
