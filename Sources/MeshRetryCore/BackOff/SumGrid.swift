/// The law of a sum of uniform delays, by convolution, on the multiples of a step.
///
/// With step 1 ms nothing is rounded: the weights count the ways in which the delays add up, exactly
/// while there are at most 2^53 ways, to 12 digits beyond. With a larger step every delay is split
/// between the two multiples around it so that its mean stays; no delay moves by a step or more, which
/// bounds the error of percentiles.
struct SumGrid: Sendable {
  /// The distance of neighbouring points in milliseconds.
  private(set) var step: UInt64
  /// The weight of each multiple of the step.
  private(set) var weights: [Double] = [1]
  /// The sum of all weights.
  private(set) var total: Double = 1
  /// The largest error of a percentile in milliseconds.
  private(set) var errorBound: UInt64 = 0

  /// The law of an empty sum.
  init(step: UInt64 = 1) { self.step = max(1, step) }

  /// Doubles the step; the points between go to their neighbours by halves.
  mutating func coarsen() {
    var result = [Double](repeating: 0, count: weights.count / 2 + 1)
    for (point, weight) in weights.enumerated() {
      if point % 2 == 0 {
        result[point / 2] += weight
      } else {
        result[point / 2] += weight / 2
        result[point / 2 + 1] += weight / 2
      }
    }
    weights = result
    errorBound += step
    step *= 2
  }

  /// Adds a delay that is uniform on the whole milliseconds of [0, ceiling).
  ///
  /// The law of one delay on the grid is flat but for its first point and its last two, so a sum over
  /// a window, which running totals give, takes the place of a product of laws: the work is
  /// proportional to the points, not to their square.
  mutating func add(ceiling: UInt64) {
    let flat = Flat(ceiling: ceiling, step: step)
    // 2^53: up to there every count is a whole number in binary64.
    let product = total * Double(ceiling)
    let scale = product <= 9_007_199_254_740_992 && step == 1 ? 1 : 1 / Double(ceiling)
    let width = flat.last
    let count = weights.count
    let running = runningTotals()
    var result = [Double](repeating: 0, count: count + width + (flat.beyond > 0 ? 1 : 0))
    let (first, inner) = (flat.first * scale, flat.inner * scale)
    let (end, beyond) = (flat.end * scale, flat.beyond * scale)
    if width > 0 {
      // Point p sees the flat part at the weights p-width+1 … p-1: a difference of running totals.
      for point in 1..<count + width {
        let upper = min(point, count)
        let lower = max(0, point - width + 1)
        result[point] = inner * (running[upper] - running[lower])
      }
      for point in 0..<count { result[point + width] += end * weights[point] }
    }
    for point in 0..<count { result[point] += first * weights[point] }
    if beyond > 0 {
      for point in 0..<count { result[point + width + 1] += beyond * weights[point] }
    }
    weights = result
    total = product * scale
    errorBound += step == 1 ? 0 : step
  }

  /// Element i is the sum of the weights below point i.
  private func runningTotals() -> [Double] {
    var running: [Double] = [0]
    running.reserveCapacity(weights.count + 1)
    var sum = 0.0
    for weight in weights {
      sum += weight
      running.append(sum)
    }
    return running
  }

  /// The probability that the sum is at most so many milliseconds.
  func probability(atMost limit: UInt64) -> Double { probabilities(atMost: [limit])[0] }

  /// The probabilities that the sum is at most each of these, which ascend, in milliseconds.
  ///
  /// The weight of a point stands for the milliseconds around it, half a step each way.
  func probabilities(atMost limits: [UInt64]) -> [Double] {
    var next = 0
    var below = 0.0
    return limits.map { limit in
      let place = (Double(limit) + 0.5) / Double(step) - 0.5
      guard place >= 0 else { return max(0, place + 1) * weights[0] / total }
      guard place < Double(weights.count - 1) else { return 1 }
      let point = Int(place)
      while next <= point {
        below += weights[next]
        next += 1
      }
      return min(1, (below + (place - Double(point)) * weights[point + 1]) / total)
    }
  }

  /// The mean of the smaller one of the sum and a limit, in milliseconds.
  func mean(atMost limit: UInt64) -> Double {
    let bound = Double(limit)
    let width = Double(step)
    var sum = 0.0
    for (point, weight) in weights.enumerated() {
      sum += weight * min(Double(point) * width, bound)
    }
    return sum / total
  }

  /// The smallest points at or below which these shares of all sums, which ascend, lie, in
  /// milliseconds.
  func quantiles(_ percentiles: [Percentile]) -> [UInt64] {
    var point = 0
    var sum = weights[0]
    return percentiles.map { percentile in
      // The factor keeps rounding in the last digits from moving a share that is met exactly.
      let wanted = percentile.share * total * (1 - 1e-12)
      while sum < wanted && point < weights.count - 1 {
        point += 1
        sum += weights[point]
      }
      return UInt64(point) * step
    }
  }

  /// One uniform delay on the grid: weights of point 0, of the points 1 …< last, of point `last`, and
  /// of the one beyond it. They sum up to the ceiling.
  private struct Flat {
    var first: Double
    var inner: Double
    var end: Double
    var beyond: Double
    var last: Int

    init(ceiling: UInt64, step: UInt64) {
      let h = Double(step)
      let points = (ceiling - 1) / step
      // The milliseconds from point `last` on, which go to it and to the next point.
      let rest = Double((ceiling - 1) % step)
      beyond = rest * (rest + 1) / (2 * h)
      last = Int(clamping: points)
      inner = h
      if points == 0 {
        first = rest + 1 - beyond
        end = 0
      } else {
        first = (h + 1) / 2
        end = (h - 1) / 2 + rest + 1 - beyond
      }
    }
  }
}
