/// The law of a sum of many uniform delays from its cumulants: the normal law with the corrections of
/// Edgeworth and of Cornish and Fisher up to the sixth cumulant. The law is symmetric, so the odd ones
/// are zero.
///
/// It is used from an effective number of 12 delays on: against convolution its percentiles are right
/// to a hundred-thousandth of the largest sum there, its probabilities to 0.000005, and better with
/// every further delay.
struct NormalSum: Sendable {
  private let mean: Double
  private let deviation: Double
  /// The fourth and the sixth cumulant over the powers of the deviation.
  private let fourth: Double
  private let sixth: Double

  /// The effective number of equal delays from which on the law is used.
  static let fewestDelays = 12.0

  /// The law of the sum of the first so many delays of a schedule.
  init(_ schedule: BackOffSchedule, upTo retry: UInt32) {
    // Cumulants of a uniform law on 0 …< c.
    let variance = schedule.sum(upTo: retry) { ($0 * $0 - 1) / 12 }
    let fourthCumulant = -schedule.sum(upTo: retry) { ($0 * $0 * $0 * $0 - 1) / 120 }
    let sixthCumulant = schedule.sum(upTo: retry) { ($0 * $0 * $0 * $0 * $0 * $0 - 1) / 252 }
    mean = Double(schedule.cumulativeMaximum(upTo: retry)) / 2
    deviation = variance.squareRoot()
    fourth = variance > 0 ? fourthCumulant / (variance * variance) : 0
    sixth = variance > 0 ? sixthCumulant / (variance * variance * variance) : 0
  }

  /// How many equal delays would spread as the first so many delays of a schedule do.
  static func effectiveDelays(_ schedule: BackOffSchedule, upTo retry: UInt32) -> Double {
    let squares = schedule.sum(upTo: retry) { $0 * $0 }
    let fourths = schedule.sum(upTo: retry) { $0 * $0 * $0 * $0 }
    return squares * squares / fourths
  }

  /// The value at or below which that share of all sums lies, in milliseconds.
  func quantile(_ percentile: Percentile) -> Double {
    let z = percentile.normalDeviate
    let z3 = z * z * z
    let z5 = z3 * z * z
    let correction =
      fourth * (z3 - 3 * z) / 24 + sixth * (z5 - 10 * z3 + 15 * z) / 720
      - fourth * fourth * (3 * z5 - 24 * z3 + 29 * z) / 384
    return mean + deviation * (z + correction)
  }

  /// The probability that the sum is at most so many milliseconds.
  func probability(atMost limit: Double) -> Double {
    // Delays are whole milliseconds: half of one belongs to the limit.
    let z = deviation > 0 ? (limit + 0.5 - mean) / deviation : (limit < mean ? -40 : 40)
    guard z.magnitude < 8 else { return z < 0 ? 0 : 1 }
    let z2 = z * z
    let third = z * (z2 - 3)
    let fifth = z * (z2 * z2 - 10 * z2 + 15)
    let seventh = z * (z2 * z2 * z2 - 21 * z2 * z2 + 105 * z2 - 105)
    let correction = fourth * third / 24 + sixth * fifth / 720 + fourth * fourth * seventh / 1152
    let density = Self.density(z)
    return min(1, max(0, Self.share(below: z, density: density) - density * correction))
  }

  /// The mean of the smaller one of the sum and a limit: the limit less the area under the shares
  /// below it, by Simpson's rule over eight deviations.
  func mean(atMost limit: Double) -> Double {
    let start = mean - 8 * deviation
    guard limit > start, deviation > 0 else { return min(limit, mean) }
    let end = min(limit, mean + 8 * deviation)
    let pieces = 256
    let width = (end - start) / Double(pieces)
    var area = 0.0
    for index in 0...pieces {
      let factor = index == 0 || index == pieces ? 1.0 : index % 2 == 1 ? 4 : 2
      area += factor * probability(atMost: start + Double(index) * width - 0.5)
    }
    return end - area * width / 3
  }

  /// The standard normal density; without a mathematical library, so that the core needs none.
  private static func density(_ z: Double) -> Double {
    // exp(x) as the 1024th power of exp(x / 1024), which five terms give.
    let x = -z * z / 2 / 1024
    var power = 1 + x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4 * (1 + x / 5))))
    for _ in 0..<10 { power *= power }
    return power * 0.398_942_280_401_432_7
  }

  /// The standard normal law's share below z, by its power series.
  private static func share(below z: Double, density: Double) -> Double {
    var term = z
    var sum = z
    var divisor = 1.0
    while term.magnitude > 1e-17 * sum.magnitude && divisor < 400 {
      divisor += 2
      term *= z * z / divisor
      sum += term
    }
    return 0.5 + density * sum
  }
}
