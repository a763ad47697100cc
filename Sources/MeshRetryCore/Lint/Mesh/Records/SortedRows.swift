/// Rows of bytes that are given in any order and taken in theirs, the bytes compared as numbers, however many
/// there are: what is sorted in memory goes to scratch space in runs, which are merged.
struct SortedRows {
  private let scratch: (any ScratchSpace)?
  private let limit: Int
  private var rows: [[UInt8]] = []
  private var weight = 0
  /// Runs in scratch space: so many of one level are merged to one of the next.
  private var levels: [[SortedRun]] = []

  private static let mergedAtOnce = 16
  /// What an array takes beside its bytes.
  private static let overhead = 48

  /// - Parameter limit: the bytes of memory for rows that are not sorted yet.
  init(scratch: (any ScratchSpace)?, limit: Int = 512 << 10) {
    self.scratch = scratch
    self.limit = limit
  }

  mutating func append(_ row: [UInt8]) throws {
    rows.append(row)
    weight += row.count + Self.overhead
    if weight >= limit && scratch != nil { try add(sortedRun(in: scratch), at: 0) }
  }

  /// All rows in their order.
  mutating func sorted() throws -> MergedRows {
    if !rows.isEmpty { try add(sortedRun(in: nil), at: 0) }
    return try MergedRows(levels.flatMap { $0 })
  }

  private mutating func sortedRun(in scratch: (any ScratchSpace)?) -> SortedRun {
    rows.sort { $0.lexicographicallyPrecedes($1) }
    var run = SortedRun(scratch: scratch)
    for row in rows { run.append(row) }
    run.end()
    rows.removeAll()
    weight = 0
    return run
  }

  private mutating func add(_ run: SortedRun, at level: Int) throws {
    if level == levels.count { levels.append([]) }
    levels[level].append(run)
    guard levels[level].count == Self.mergedAtOnce else { return }
    var merged = try MergedRows(levels[level])
    levels[level] = []
    var longer = SortedRun(scratch: scratch)
    while let row = try merged.next() { longer.append(row) }
    longer.end()
    try add(longer, at: level + 1)
  }
}
