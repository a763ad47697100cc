import MeshRetryCore

/// A law cut into pieces of equal length, for pictures.
struct Density {
  /// The end of the last piece in milliseconds.
  let end: Double
  /// The share of each piece.
  let shares: [Double]

  /// The sum of all delays of a schedule in so many pieces up to an end in milliseconds.
  init(_ schedule: BackOffSchedule, pieces: Int, end: UInt128) {
    let edges = (1...max(1, pieces)).map { index in
      UInt128((Double(end) * Double(index) / Double(max(1, pieces))).rounded(.down))
    }
    var before = 0.0
    self.end = Double(end)
    shares = DelaySum(ofAll: schedule).probabilities(atMost: edges).map { probability in
      defer { before = probability }
      return max(0, probability - before)
    }
  }
}
