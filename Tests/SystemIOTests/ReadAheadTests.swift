import Glibc
import Synchronization
import SystemIO
import Testing

/// Who wants no more of a ``ReadAhead`` lets go of it, at any moment.
@Suite struct ReadAheadTests {
  @Test func everyElementComesInOrder() {
    let numbers = Numbers(upTo: 10_000)
    let ahead = ReadAhead<Int>(limit: 100) { numbers.next().map { ($0, 7) } }
    guard let ahead else { return }
    var taken: [Int] = []
    while let number = ahead.next() { taken.append(number) }
    #expect(taken == Array(0..<10_000))
  }

  /// Of heavy elements there is one at a time, the one that is being worked on already counted.
  @Test(arguments: [0, 100]) func nothingIsMadeBesideWhatIsHeavy(_ weight: Int) {
    let made = Made()
    let ahead = ReadAhead<Int>(limit: 10, after: weight) {
      (made.count.add(1, ordering: .sequentiallyConsistent).newValue, 100)
    }
    guard let ahead else { return }
    usleep(20_000)
    #expect(made.count.load(ordering: .sequentiallyConsistent) <= (weight == 0 ? 1 : 0))
    for number in 1...20 {
      #expect(ahead.next() == number)
      #expect(made.count.load(ordering: .sequentiallyConsistent) == number)
    }
  }

  private final class Made: Sendable { let count = Atomic(0) }

  @Test func lettingGoAtOnceIsNoCrash() {
    for _ in 0..<2000 { _ = ReadAhead<Int>(limit: 1) { (0, 1) } }
  }

  @Test func lettingGoDoesNotWaitForWhatNeverComes() {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let input = ends[0]
    var ahead = ReadAhead<UInt8>(limit: 10) {
      var byte: UInt8 = 0
      return read(input, &byte, 1) == 1 ? (byte, 1) : nil
    }
    guard ahead != nil else { return }
    var byte: UInt8 = 42
    #expect(write(ends[1], &byte, 1) == 1)
    #expect(ahead?.next() == 42)
    // The thread reads again, and there is nothing to read before it was let go of.
    ahead = nil
    close(ends[1])
  }

  /// A source of numbers that one thread asks.
  private final class Numbers: @unchecked Sendable {
    private let end: Int
    private var last = -1

    init(upTo end: Int) { self.end = end }

    func next() -> Int? {
      last += 1
      return last < end ? last : nil
    }
  }
}
