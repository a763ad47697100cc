/// A table of text: columns as wide as their widest cell, two spaces between them.
public struct TextTable {
  private let rows: [[String]]
  private let indent: Int
  private let limit: Int?

  /// A table of rows; the first one is the head. `limit`: the width that cells are cut to fit.
  public init(_ rows: [[String]], indent: Int = 0, limit: Int? = nil) {
    self.rows = rows
    self.indent = indent
    self.limit = limit
  }

  /// The lines, without spaces at their ends.
  public var text: String {
    let widths = fitted(columnWidths)
    return rows.map { row in
      let cells = zip(row, widths).map { cell, width in pad(cut(cell, to: width), to: width) }
      let line = String(repeating: " ", count: indent) + cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }

  private var columnWidths: [Int] {
    let count = rows.map(\.count).max() ?? 0
    return (0..<count).map { column in
      rows.compactMap { $0.indices.contains(column) ? $0[column].count : nil }.max() ?? 0
    }
  }

  /// The widths with the widest column narrowed until the table fits.
  private func fitted(_ widths: [Int]) -> [Int] {
    guard let limit else { return widths }
    var widths = widths
    let room = limit - indent - 2 * max(0, widths.count - 1)
    while widths.reduce(0, +) > room,
      let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
      widths[widest] > 12
    {
      widths[widest] -= 1
    }
    return widths
  }

  private func cut(_ cell: String, to width: Int) -> String {
    cell.count <= width ? cell : cell.prefix(max(0, width - 1)) + "…"
  }

  private func pad(_ cell: String, to width: Int) -> String {
    cell + String(repeating: " ", count: max(0, width - cell.count))
  }
}
