/// A table of text: columns as wide as their widest cell, two spaces between them.
public struct TextTable {
  /// How a cell that is too wide is cut.
  public enum Cut: Sendable {
    /// Never, unless nothing else is left to cut.
    case never
    /// Its end goes.
    case end
    /// Its beginning goes, where the end says the most: places.
    case start
    /// Its middle goes.
    case middle
  }

  private let rows: [[String]]
  private let indent: Int
  private let limit: Int?
  private let cuts: [Cut]
  private static let narrowest = 16

  /// A table of rows; the first one is the head. `limit`: the width that cells are cut to fit, each column
  /// in its way.
  public init(_ rows: [[String]], indent: Int = 0, limit: Int? = nil, cuts: [Cut] = []) {
    self.rows = rows
    self.indent = indent
    self.limit = limit
    self.cuts = cuts
  }

  /// The lines, without spaces at their ends.
  public var text: String {
    let widths = fitted(columnWidths)
    var text: [UInt8] = []
    for row in rows {
      text += repeatElement(UInt8(ascii: " "), count: indent)
      for column in row.indices {
        if column > 0 { text += [UInt8(ascii: " "), UInt8(ascii: " ")] }
        let cell = cut(row[column], to: widths[column], cut(of: column))
        text += cell.utf8
        text += repeatElement(
          UInt8(ascii: " "), count: max(0, widths[column] - Self.width(cell)))
      }
      while text.last == UInt8(ascii: " ") { text.removeLast() }
      text.append(UInt8(ascii: "\n"))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The number of characters, at once for plain ASCII.
  private static func width(_ cell: String) -> Int {
    let bytes = cell.utf8
    return bytes.allSatisfy { $0 < 0x80 && $0 != 0x0D } ? bytes.count : cell.count
  }

  private func cut(of column: Int) -> Cut { cuts.indices.contains(column) ? cuts[column] : .end }

  private var columnWidths: [Int] {
    let count = rows.map(\.count).max() ?? 0
    return (0..<count).map { column in
      rows.lazy.map { $0.indices.contains(column) ? Self.width($0[column]) : 0 }.max() ?? 0
    }
  }

  /// The widths with the widest of the columns that may be cut narrowed until the table fits; when that is
  /// not enough, with all of them.
  private func fitted(_ widths: [Int]) -> [Int] {
    guard let limit else { return widths }
    var widths = widths
    let room = limit - indent - 2 * max(0, widths.count - 1)
    for mayCut in [{ cut(of: $0) != .never }, { _ in true }] as [(Int) -> Bool] {
      while widths.reduce(0, +) > room,
        let widest = widths.indices.filter(mayCut).max(by: { widths[$0] < widths[$1] }),
        widths[widest] > Self.narrowest
      {
        widths[widest] -= 1
      }
    }
    return widths
  }

  private func cut(_ cell: String, to width: Int, _ cut: Cut) -> String {
    guard Self.width(cell) > width, width > 0 else { return cell }
    let kept = width - 1
    switch cut {
    case .end, .never: return cell.prefix(kept) + "…"
    case .start: return "…" + cell.suffix(kept)
    case .middle: return cell.prefix(kept / 2) + "…" + cell.suffix(kept - kept / 2)
    }
  }
}
