/// Which of many hashes may be equal: those that share their low bits with another one, one in eight or so of
/// those that are alone. It takes two bytes a hash, and is asked when all have been inserted.
package struct HashBits {
  private var seen: [UInt64]
  private var shared: [UInt64]
  private let mask: UInt32
  /// How many came after another one of their bits.
  package private(set) var sharedCount = 0

  /// For that many hashes.
  package init(count: Int) {
    var bits = 256
    while bits < 8 * count, bits < 1 << 32 { bits *= 2 }
    seen = [UInt64](repeating: 0, count: bits / 64)
    shared = seen
    mask = UInt32(truncatingIfNeeded: bits - 1)
  }

  package mutating func insert(_ hash: UInt32) {
    let (word, bit) = place(hash)
    if seen[word] & bit != 0 {
      shared[word] |= bit
      sharedCount += 1
    }
    seen[word] |= bit
  }

  /// Whether another hash of the same low bits was inserted, too.
  package func isShared(_ hash: UInt32) -> Bool {
    let (word, bit) = place(hash)
    return shared[word] & bit != 0
  }

  private func place(_ hash: UInt32) -> (word: Int, bit: UInt64) {
    let index = hash & mask
    return (Int(index >> 6), 1 << UInt64(index & 63))
  }
}
