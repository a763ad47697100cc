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
    return rows.map { row in
      let cells = row.indices.map { column in
        pad(cut(row[column], to: widths[column], cut(of: column)), to: widths[column])
      }
      let line = String(repeating: " ", count: indent) + cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }

  private func cut(of column: Int) -> Cut { cuts.indices.contains(column) ? cuts[column] : .end }

  private var columnWidths: [Int] {
    let count = rows.map(\.count).max() ?? 0
    return (0..<count).map { column in
      rows.compactMap { $0.indices.contains(column) ? $0[column].count : nil }.max() ?? 0
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
    guard cell.count > width, width > 0 else { return cell }
    let kept = width - 1
    switch cut {
    case .end, .never: return cell.prefix(kept) + "…"
    case .start: return "…" + cell.suffix(kept)
    case .middle: return cell.prefix(kept / 2) + "…" + cell.suffix(kept - kept / 2)
    }
  }

  private func pad(_ cell: String, to width: Int) -> String {
    cell + String(repeating: " ", count: max(0, width - cell.count))
  }
}
