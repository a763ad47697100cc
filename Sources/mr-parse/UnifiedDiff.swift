/// The difference of two texts with equally many lines, in the unified form that `patch` reads.
enum UnifiedDiff {
  private static let context = 3

  /// The difference; empty when there is none.
  static func text(_ old: [UInt8], _ new: [UInt8], name: String) -> String {
    let before = lines(old)
    let after = lines(new)
    let changed = zip(before, after).enumerated().filter { $0.element.0 != $0.element.1 }
      .map(\.offset)
    guard !changed.isEmpty else { return "" }
    // A tab ends a name that has a space in it, for patch.
    let name = name.contains(" ") ? name + "\t" : name
    var text = "--- \(name)\n+++ \(name)\n"
    var index = 0
    while index < changed.count {
      var last = index
      while last + 1 < changed.count, changed[last + 1] - changed[last] <= 2 * context { last += 1 }
      let range =
        max(0, changed[index] - context)..<min(before.count, changed[last] + context + 1)
      text += hunk(before, after, range)
      index = last + 1
    }
    return text
  }

  private static func hunk(
    _ before: [ArraySlice<UInt8>], _ after: [ArraySlice<UInt8>], _ range: Range<Int>
  ) -> String {
    let span = "\(range.lowerBound + 1),\(range.count)"
    var text = "@@ -\(span) +\(span) @@\n"
    var line = range.lowerBound
    while line < range.upperBound {
      if before[line] == after[line] {
        text += marked(" ", before[line])
        line += 1
        continue
      }
      let end = (line..<range.upperBound).first { before[$0] == after[$0] } ?? range.upperBound
      for index in line..<end { text += marked("-", before[index]) }
      for index in line..<end { text += marked("+", after[index]) }
      line = end
    }
    return text
  }

  private static func marked(_ mark: String, _ line: ArraySlice<UInt8>) -> String {
    let text = mark + String(decoding: line, as: UTF8.self)
    // Looked for as a byte: CRLF is one Character, which does not end in LF.
    return line.last == 0x0A ? text : text + "\n\\ No newline at end of file\n"
  }

  /// The lines with their ends.
  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var result: [ArraySlice<UInt8>] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
      result.append(bytes[start..<end])
      start = end
    }
    return result
  }
}
