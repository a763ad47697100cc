import MeshRetryCore

/// A law cut into pieces of equal length, for pictures.
struct Density {
  /// The share of each piece.
  let shares: [Double]

  /// A sum of delays in so many pieces up to an end in milliseconds.
  init(_ sum: DelaySum, pieces: Int, end: UInt128) {
    let edges = (1...max(1, pieces)).map { index in
      UInt128((Double(end) * Double(index) / Double(max(1, pieces))).rounded(.down))
    }
    var before = 0.0
    shares = sum.probabilities(atMost: edges).map { probability in
      defer { before = probability }
      return max(0, probability - before)
    }
  }
}
