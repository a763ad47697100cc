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

  /// The sum of so many delays, more of them than are convolved, from their cumulants.
  init(_ schedule: BackOffSchedule, upTo retry: UInt32) {
    self.retry = retry
    maximum = schedule.cumulativeMaximum(upTo: retry)
    form = .normal(NormalSum(schedule, upTo: retry))
  }

  /// The sum of all delays of a schedule.
  public init(ofAll schedule: BackOffSchedule) {
    let all = schedule.retries
    if !DelaySums.isConvolved(schedule, upTo: all) {
      self.init(schedule, upTo: all)
    } else {
      // Few or short delays: so the work is little.
      self = DelaySums(schedule).reduce(
        DelaySum(retry: 0, maximum: 0, grid: SumGrid())
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
  public func quantile(_ percentile: Percentile) -> UInt128 { quantiles([percentile])[0] }

  /// The smallest sums at or below which these shares of all sums, which ascend, lie, in milliseconds.
  public func quantiles(_ percentiles: [Percentile]) -> [UInt128] {
    switch form {
    case .grid(let grid):
      return grid.quantiles(percentiles).map { min(maximum, UInt128($0)) }
    case .normal(let normal):
      return percentiles.map { percentile in
        let value = normal.quantile(percentile).rounded()
        return value <= 0 ? 0 : min(maximum, UInt128(value))
      }
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

  /// The probabilities that the sum is at most each of these, which ascend, in milliseconds.
  public func probabilities(atMost limits: [UInt128]) -> [Double] {
    switch form {
    case .grid(let grid):
      return grid.probabilities(atMost: limits.map { UInt64(clamping: $0) })
    case .normal:
      return limits.map { probability(atMost: $0) }
    }
  }

  /// The mean of the smaller one of the sum and a limit, in milliseconds.
  public func mean(atMost limit: UInt128) -> Double {
    if limit >= maximum { return Double(maximum) / 2 }
    switch form {
    case .grid(let grid): return grid.mean(atMost: UInt64(clamping: limit))
    case .normal(let normal): return normal.mean(atMost: Double(limit))
    }
  }

  /// The probability that the sum is less than so many milliseconds.
  public func probability(below limit: UInt128) -> Double {
    limit == 0 ? 0 : probability(atMost: limit - 1)
  }
}

/// The sums of the first delay, of the first two, and so on, in turn.
///
/// Percentiles are right to 0.01 % of the sum's largest value, and exact for short sums: up to 20 s
/// times the number of delays and two. The time taken does not depend on the lengths of the delays.
public struct DelaySums: Sequence, IteratorProtocol {
  private let schedule: BackOffSchedule
  private var retry: UInt32 = 0
  private var grid = SumGrid()
  private var isOnGrid = true

  /// Steps for each delay into which the largest sum is cut at least.
  private static let stepsPerDelay: UInt128 = 10_000

  /// Delays times points up to which a sum is convolved exactly, however many delays there are.
  private static let shortWork: UInt128 = 4_000_000

  /// The sums of a schedule.
  public init(_ schedule: BackOffSchedule) { self.schedule = schedule }

  /// Whether a sum is convolved: while few delays make it up, and as long as it is short. The bounds
  /// reach max after at most 64 retries; equal ones count fully from there, so few there are.
  fileprivate static func isConvolved(_ schedule: BackOffSchedule, upTo retry: UInt32) -> Bool {
    let points = schedule.cumulativeMaximum(upTo: retry)
    return (points + UInt128(retry)) * UInt128(retry) <= shortWork
      || NormalSum.effectiveDelays(schedule, upTo: retry) < NormalSum.fewestDelays
  }

  /// The sum with one more delay; nil after the last.
  public mutating func next() -> DelaySum? {
    guard retry < schedule.retries else { return nil }
    retry += 1
    isOnGrid = isOnGrid && Self.isConvolved(schedule, upTo: retry)
    guard isOnGrid else { return DelaySum(schedule, upTo: retry) }
    let maximum = schedule.cumulativeMaximum(upTo: retry)
    // Two steps more than delays: all the doublings together move a sum by less than two steps.
    let longest = maximum / (Self.stepsPerDelay * UInt128(retry + 2))
    while 2 * UInt128(grid.step) <= longest { grid.coarsen() }
    grid.add(ceiling: schedule.ceiling(of: retry))
    return DelaySum(retry: retry, maximum: maximum, grid: grid)
  }
}
