/// The delays before the retries of one request: retry N is uniform on the whole milliseconds of
/// [0, ceiling N).
///
/// Only the bounds below max are kept: from there on every bound is max, however many retries there
/// are. Sums are of 128 bits, which no schedule of 2^32 retries and 2^63 ns exceeds.
public struct BackOffSchedule: Sendable, Hashable {
  /// The law.
  public let model: BackOffModel
  /// Base and max.
  public let intervals: BackOffIntervals
  /// The number of retries.
  public let retries: UInt32
  /// The bounds below max, in order.
  private let ramp: [UInt64]
  /// The sum of the largest delays of the first so many retries of the ramp.
  private let rampMaxima: [UInt128]

  /// The schedule of so many retries.
  public init(model: BackOffModel, intervals: BackOffIntervals, retries: UInt32) {
    self.model = model
    self.intervals = intervals
    self.retries = retries
    var ramp: [UInt64] = []
    var ceiling = intervals.base
    while ceiling < intervals.max && ramp.count < retries {
      ramp.append(ceiling)
      ceiling = model.ceiling(after: ceiling, in: intervals)
    }
    self.ramp = ramp
    rampMaxima = ramp.reduce(into: [0]) { sums, ceiling in
      sums.append((sums.last ?? 0) + UInt128(ceiling - 1))
    }
  }

  /// One retry.
  public struct Retry: Sendable, Hashable {
    /// Its number, from 1.
    public let number: UInt32
    /// The bound of its delay in milliseconds, exclusive.
    public let ceiling: UInt64
    /// Whether the bound is max.
    public let isCapped: Bool
    /// The largest sum of the delays up to this one, in milliseconds.
    public let cumulativeMaximum: UInt128

    /// The largest delay in milliseconds; the smallest is 0.
    public var maximum: UInt64 { ceiling - 1 }
    /// `0-24`.
    public var range: String { "0-\(maximum)" }
  }

  /// The bound of a retry's delay in milliseconds, exclusive; retries count from 1.
  public func ceiling(of retry: UInt32) -> UInt64 {
    retry >= 1 && retry <= ramp.count ? ramp[Int(retry) - 1] : intervals.max
  }

  /// A retry, counted from 1.
  public func retry(_ number: UInt32) -> Retry {
    let ceiling = ceiling(of: number)
    return Retry(
      number: number, ceiling: ceiling, isCapped: ceiling == intervals.max,
      cumulativeMaximum: cumulativeMaximum(upTo: number))
  }

  /// The first retries, at most so many.
  public func prefix(_ limit: UInt32) -> [Retry] {
    retries == 0 || limit == 0 ? [] : (1...min(retries, limit)).map(retry)
  }

  /// The largest sum of the first so many delays in milliseconds. The mean of the sum is half of it.
  public func cumulativeMaximum(upTo retry: UInt32) -> UInt128 {
    let onRamp = min(Int(retry), ramp.count)
    return rampMaxima[onRamp] + UInt128(Int(retry) - onRamp) * UInt128(intervals.max - 1)
  }

  /// The largest sum of all delays in milliseconds; the mean of the sum is half of it.
  public var maximum: UInt128 { cumulativeMaximum(upTo: retries) }

  /// The sum over the first so many retries of a function of their bounds.
  func sum(upTo retry: UInt32, _ term: (_ ceiling: Double) -> Double) -> Double {
    let onRamp = min(Int(retry), ramp.count)
    return ramp[..<onRamp].reduce(0) { $0 + term(Double($1)) }
      + Double(Int(retry) - onRamp) * term(Double(intervals.max))
  }
}
