/// Rows in their order, in blocks of bytes.
struct SortedRun {
  private let scratch: (any ScratchSpace)?
  fileprivate private(set) var blocks: [StoredBytes] = []
  private var block: [UInt8] = []

  private static let blockSize = 16 << 10

  /// A run whose blocks go to that scratch space; to memory without one.
  init(scratch: (any ScratchSpace)?) { self.scratch = scratch }

  /// Takes the next row.
  mutating func append(_ row: [UInt8]) {
    block.pack(UInt64(row.count))
    block += row
    if block.count >= Self.blockSize { end() }
  }

  /// Puts the last block away.
  mutating func end() {
    if block.isEmpty { return }
    blocks.append(StoredBytes(block, in: scratch))
    block = []
  }
}

/// The rows of several runs, in their order. Of each run one block is in memory.
struct MergedRows {
  private var runs: [Cursor] = []

  init(_ runs: [SortedRun]) throws {
    for run in runs {
      if let cursor = try Cursor(run) { self.runs.append(cursor) }
    }
  }

  /// The next row; nil at the end.
  mutating func next() throws -> [UInt8]? {
    guard var first = runs.indices.first else { return nil }
    for index in runs.indices.dropFirst()
    where runs[index].row.lexicographicallyPrecedes(runs[first].row) {
      first = index
    }
    let row = runs[first].row
    if try !runs[first].advance() { runs.remove(at: first) }
    return row
  }

  /// A run and the row that comes next of it.
  private struct Cursor {
    private let blocks: [StoredBytes]
    private var nextBlock = 0
    private var rest = PackedReader([], at: 0)
    private(set) var row: [UInt8] = []

    /// At the first row; nil if there is none.
    init?(_ run: SortedRun) throws {
      blocks = run.blocks
      guard try advance() else { return nil }
    }

    /// Goes to the next row; false at the end.
    mutating func advance() throws -> Bool {
      if rest.isAtEnd {
        guard nextBlock < blocks.count else { return false }
        rest = PackedReader(try blocks[nextBlock].bytes(), at: 0)
        nextBlock += 1
      }
      row = rest.bytes(Int(truncatingIfNeeded: rest.number()))
      return true
    }
  }
}
