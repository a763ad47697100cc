import Testing

@testable import MeshRetryCore

/// Rows come in their order, however they came and wherever they lay.
@Suite struct SortedRowsTests {
  @Test(arguments: [0, 1, 2, 100, 20_000]) func rowsComeSorted(_ count: Int) throws {
    var random = SplitMix64(seed: 7)
    let rows = (0..<count).map { _ -> [UInt8] in
      (0..<Int.random(in: 0...12, using: &random)).map { _ in .random(in: 0...3, using: &random) }
    }
    let expected = rows.sorted { $0.lexicographicallyPrecedes($1) }
    // A limit of 2000 bytes makes some five hundred runs of 20,000 rows, merged at three levels.
    for (scratch, limit) in [
      (nil, 2000), (MemoryScratch(), 2000), (MemoryScratch(), 100_000),
      (MemoryScratch(room: 30_000), 2000), (MemoryScratch(room: 0), 2000),
    ] {
      #expect(try Self.sorted(rows, scratch, limit) == expected)
    }
  }

  @Test func aRowMayBeLongerThanABlock() throws {
    let rows = [[UInt8](repeating: 2, count: 100_000), [1], [UInt8](repeating: 1, count: 50_000)]
    #expect(try Self.sorted(rows, MemoryScratch(), 1000) == [rows[1], rows[2], rows[0]])
  }

  @Test func whatCannotBeReadIsAnError() throws {
    #expect(throws: LostScratch.Lost.self) { try Self.sorted([[1], [2]], LostScratch(), 10) }
  }

  private static func sorted(
    _ rows: [[UInt8]], _ scratch: (any ScratchSpace)?, _ limit: Int
  ) throws -> [[UInt8]] {
    var store = SortedRows(scratch: scratch, limit: limit)
    for row in rows { try store.append(row) }
    var merged = try store.sorted()
    var result: [[UInt8]] = []
    while let row = try merged.next() { result.append(row) }
    return result
  }
}
