import MeshRetryCore

/// A law cut into pieces of equal length, for pictures.
struct Density {
  /// The mean share of a millisecond in each piece: pieces of whole milliseconds are not all of the
  /// same length.
  let values: [Double]

  /// A sum of delays in at most so many pieces up to an end in milliseconds.
  init(_ sum: DelaySum, pieces: Int, end: UInt128) {
    let count = Int(min(UInt128(max(1, pieces)), end + 1))
    let ends = (1...count).map { (end + 1) * UInt128($0) / UInt128(count) }
    let shares = sum.probabilities(atMost: ends.map { $0 - 1 })
    values = ends.indices.map { index in
      let (share, start) = index == 0 ? (0, 0) : (shares[index - 1], ends[index - 1])
      return max(0, shares[index] - share) / Double(ends[index] - start)
    }
  }
}
