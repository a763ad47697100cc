import Synchronization
import SystemIO
import Testing

/// What comes of work on all cores is taken in order, and what waits is bounded.
@Suite struct OrderedWorkTests {
  private struct Piece: Sendable, Equatable {
    var index: Int
    var number: Int
  }

  /// The later ones have more to put out than may wait, the first ones end last, or nothing comes of some.
  @Test(arguments: [0, 1, 2, 3, 40], [1, 3, 1000]) func piecesComeInOrder(
    _ count: Int, _ limit: Int
  ) throws {
    var taken: [Piece] = []
    try OrderedWork.run(
      count, limit: limit,
      { index, output in
        for number in 0..<Self.pieces(of: index) {
          try? output.put(Piece(index: index, number: number), weight: 1)
        }
      }
    ) { (piece: Piece) in taken.append(piece) }
    let expected = (0..<count).flatMap { index in
      (0..<Self.pieces(of: index)).map { Piece(index: index, number: $0) }
    }
    #expect(taken == expected)
  }

  private static func pieces(of index: Int) -> Int { index * 37 % 11 == 3 ? 0 : index * 13 % 29 }

  /// However much there is of each, no more waits than the limit, one piece a thread, and what was taken last.
  @Test func whatWaitsIsBounded() throws {
    let limit = 10
    let waiting = Atomic(0)
    let most = Atomic(0)
    try OrderedWork.run(
      8, limit: limit,
      { _, output in
        for _ in 0..<500 {
          try? output.put(1, weight: 1)
          let now = waiting.add(1, ordering: .relaxed).newValue
          most.max(now, ordering: .relaxed)
        }
      }
    ) { (piece: Int) in waiting.subtract(piece, ordering: .relaxed) }
    #expect(most.load(ordering: .relaxed) <= 3 * limit + 64)
  }

  /// Who waits for its turn has all before it taken, and is alone with that until its own end is taken.
  @Test func turnsComeOneAfterAnother() throws {
    let taken = Atomic(0)
    let early = Atomic(0)
    try OrderedWork.run(
      30, limit: 1,
      { index, output in
        if index % 3 == 0 { try? output.put(index, weight: 1) }
        output.waitForTurn()
        if taken.load(ordering: .sequentiallyConsistent) < (index + 2) / 3 {
          early.add(1, ordering: .relaxed)
        }
      }
    ) { (_: Int) in taken.add(1, ordering: .sequentiallyConsistent) }
    #expect(early.load(ordering: .relaxed) == 0)
    #expect(taken.load(ordering: .relaxed) == 10)
  }

  /// Nobody waits for a turn that never comes.
  @Test func anErrorEndsTheWaiting() {
    #expect(throws: Refusal.self) {
      try OrderedWork.run(
        50, limit: 4,
        { index, output in
          output.waitForTurn()
          try? output.put(index, weight: 1)
        }
      ) { (_: Int) in throw Refusal() }
    }
  }

  private struct Refusal: Error {}

  /// Who puts out hears that nobody takes it, and the run ends with the error.
  @Test func anErrorStopsTheWork() throws {
    let stopped = Atomic(0)
    #expect(throws: Refusal.self) {
      try OrderedWork.run(
        100, limit: 4,
        { _, output in
          do {
            while true { try output.put(1, weight: 1) }
          } catch {
            stopped.add(1, ordering: .relaxed)
          }
        }
      ) { (_: Int) in throw Refusal() }
    }
    #expect(stopped.load(ordering: .relaxed) >= 1)
  }
}
