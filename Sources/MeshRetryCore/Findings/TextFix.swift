import JSON

/// The one right answer to a finding: another text for a scalar that stands at a place.
public struct TextFix: Sendable, Equatable {
  /// The scalar.
  public var range: TextRange
  /// What it says now.
  public var old: String
  /// What it should say.
  public var new: String
  /// Whether the new text must stand in quotes, also when the old one does not.
  public var needsQuotes: Bool

  /// Another text for the scalar of a node.
  init?(_ node: JSONNode, old: String? = nil, new: String, needsQuotes: Bool = false) {
    guard let text = old ?? node.string, text != new || needsQuotes else { return nil }
    range = node.range
    self.old = text
    self.new = new
    self.needsQuotes = needsQuotes
  }

  /// The word among known ones that differs from a text in letter case, `-` and `_` at most; nil when
  /// there is none or more than one.
  static func spelling(of text: String, in known: [String]) -> String? {
    let matches = known.filter { letters($0) == letters(text) }
    return matches.count == 1 ? matches.first : nil
  }

  private static func letters(_ text: String) -> [UInt8] {
    text.lowercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
  }
}

/// Puts fixes into the text they are for; everything else in it stays as it is.
public struct FixedText {
  private let bytes: [UInt8]
  private let lineStarts: [Int]

  /// A text that is to be fixed.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    for (index, byte) in bytes.enumerated() where byte == 0x0A { starts.append(index + 1) }
    lineStarts = starts
  }

  /// The text with the fixes in it, those left out whose place does not say what they expect.
  public func applying(_ fixes: [TextFix]) -> [UInt8] {
    var result: [UInt8] = []
    var cursor = 0
    for fix in fixes.sorted(by: { $0.range.start < $1.range.start }) {
      guard let range = offsets(fix.range), range.lowerBound >= cursor,
        let replacement = replacement(fix, for: bytes[range])
      else { continue }
      result += bytes[cursor..<range.lowerBound]
      result += replacement
      cursor = range.upperBound
    }
    return result + bytes[cursor...]
  }

  /// The new text in the quotes of the old one; nil when something else stands there.
  private func replacement(_ fix: TextFix, for slice: ArraySlice<UInt8>) -> [UInt8]? {
    let text = String(decoding: slice, as: UTF8.self)
    for quote in ["\"", "'"] where text == quote + fix.old + quote {
      return Array((quote + fix.new + quote).utf8)
    }
    guard text == fix.old else { return nil }
    return Array((fix.needsQuotes ? "\"\(fix.new)\"" : fix.new).utf8)
  }

  private func offsets(_ range: TextRange) -> Range<Int>? {
    guard let start = offset(range.start), let end = offset(range.end), start <= end else {
      return nil
    }
    return start..<end
  }

  private func offset(_ position: Position) -> Int? {
    guard position.line >= 1, Int(position.line) <= lineStarts.count else { return nil }
    var index = lineStarts[Int(position.line) - 1]
    for _ in 1..<max(1, position.column) {
      guard index < bytes.count else { return nil }
      index += 1
      while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
    }
    return index
  }
}
