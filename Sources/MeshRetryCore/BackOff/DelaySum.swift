/// The law of the sum of the first delays of a schedule: when a retry starts, counted from the first
/// failure and without the time that attempts take.
public struct DelaySum: Sendable {
  /// The number of delays.
  public let retry: UInt32
  /// The largest sum in milliseconds.
  public let maximum: UInt128
  private let form: Form

  private enum Form: Sendable {
    case grid(SumGrid)
    case normal(NormalSum)
  }

  fileprivate init(retry: UInt32, maximum: UInt128, grid: SumGrid) {
    self.retry = retry
    self.maximum = maximum
    form = .grid(grid)
  }

  fileprivate init(_ schedule: BackOffSchedule, upTo retry: UInt32) {
    self.retry = retry
    maximum = schedule.cumulativeMaximum(upTo: retry)
    form = .normal(NormalSum(schedule, upTo: retry))
  }

  /// The sum of all delays of a schedule.
  public init(ofAll schedule: BackOffSchedule) {
    let all = schedule.retries
    if NormalSum.effectiveDelays(schedule, upTo: all) >= NormalSum.fewestDelays {
      self.init(schedule, upTo: all)
    } else {
      // Few delays: so the convolutions are few too.
      self = DelaySums(schedule).reduce(
        DelaySum(retry: 0, maximum: 0, grid: SumGrid(step: 1))
      ) { $1 }
    }
  }

  /// How far percentiles may be off, in milliseconds: 0 when they are exact.
  public var errorBound: UInt128 {
    switch form {
    case .grid(let grid): UInt128(grid.errorBound)
    case .normal: (maximum + 9999) / 10_000
    }
  }

  /// The smallest sum at or below which that share of all sums lies, in milliseconds.
  public func quantile(_ percentile: Percentile) -> UInt128 {
    switch form {
    case .grid(let grid):
      return min(maximum, UInt128(grid.quantile(percentile)))
    case .normal(let normal):
      let value = normal.quantile(percentile).rounded()
      return value <= 0 ? 0 : min(maximum, UInt128(value))
    }
  }

  /// The probability that the sum is at most so many milliseconds.
  public func probability(atMost limit: UInt128) -> Double {
    guard limit < maximum else { return 1 }
    switch form {
    case .grid(let grid): return grid.probability(atMost: UInt64(clamping: limit))
    case .normal(let normal): return normal.probability(atMost: Double(limit))
    }
  }

  /// The probability that the sum is less than so many milliseconds.
  public func probability(below limit: UInt128) -> Double {
    limit == 0 ? 0 : probability(atMost: limit - 1)
  }
}

/// The sums of the first delay, of the first two, and so on, in turn.
///
/// Percentiles are right to 0.01 % of the largest sum, and exact where that is below a millisecond or
/// the largest sum is short. The time taken does not depend on the lengths of the delays.
public struct DelaySums: Sequence, IteratorProtocol {
  private let schedule: BackOffSchedule
  private var retry: UInt32 = 0
  private var grid: SumGrid
  private let lastOnGrid: UInt32

  /// Steps per retry into which the largest sum is cut: its ten-thousandth is never exceeded.
  private static let stepsPerRetry: UInt128 = 10_000

  /// The sums of a schedule.
  public init(_ schedule: BackOffSchedule) {
    self.schedule = schedule
    var last: UInt32 = 0
    // The bounds reach max after at most 64 retries; equal ones count fully from there.
    while last < schedule.retries,
      NormalSum.effectiveDelays(schedule, upTo: last + 1) < NormalSum.fewestDelays
    {
      last += 1
    }
    lastOnGrid = last
    let largest = schedule.cumulativeMaximum(upTo: last)
    let step = largest / (Self.stepsPerRetry * UInt128(Swift.max(1, last)))
    grid = SumGrid(step: UInt64(clamping: step))
  }

  /// The sum with one more delay; nil after the last.
  public mutating func next() -> DelaySum? {
    guard retry < schedule.retries else { return nil }
    retry += 1
    guard retry <= lastOnGrid else { return DelaySum(schedule, upTo: retry) }
    grid.add(ceiling: schedule.ceiling(of: retry))
    return DelaySum(
      retry: retry, maximum: schedule.cumulativeMaximum(upTo: retry), grid: grid)
  }
}
