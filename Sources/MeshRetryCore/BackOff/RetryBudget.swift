/// What a route's timeout leaves of a schedule when every attempt fails after the same time.
///
/// The route timeout runs from the whole request on over all attempts and waits and is never started
/// anew; when it ends, the caller gets 504. Source: Envoy, measured on 1.40.
public struct RetryBudget: Sendable {
  /// The schedule.
  public let schedule: BackOffSchedule
  /// The time of each attempt in milliseconds.
  public let attempt: UInt64
  /// The route timeout in milliseconds; nil for none.
  public let routeTimeout: UInt64?
  /// The probabilities that the first retries, at most 1000, start in time.
  public private(set) var starts: [Double] = []
  /// The mean number of attempts that start.
  public private(set) var expectedAttempts = 1.0
  /// What the caller waits.
  public private(set) var latency = Latency()

  /// How long the caller waits for the answer, in milliseconds.
  public struct Latency: Sendable {
    /// The longest wait.
    public var worst: UInt128 = 0
    /// The mean wait.
    public var mean = 0.0
    /// The waits at ``Percentile/shown``.
    public var percentiles: [UInt128] = []
    /// The probability that the route timeout ends it.
    public var timeoutShare = 0.0
  }

  /// A probability below which a retry counts as one that does not happen.
  private static let negligible = 1e-9

  /// The budget of a schedule before its first delay.
  init(_ schedule: BackOffSchedule, attempt: UInt64, routeTimeout: UInt64?) {
    self.schedule = schedule
    self.attempt = attempt
    self.routeTimeout = routeTimeout
  }

  /// Takes in the sum of the delays up to the next retry.
  mutating func add(_ sum: DelaySum) {
    starts.append(routeTimeout.map { Self.share(of: sum, before: $0, attempt) } ?? 1)
  }

  /// Takes in the sum of all delays, after those up to the last retry that is listed.
  mutating func finish(_ total: DelaySum) {
    expectedAttempts =
      1 + starts.reduce(0, +)
      + Self.expectedRetries(schedule, after: UInt32(starts.count), attempt, routeTimeout)
    latency = Self.latency(of: total, schedule, attempt, routeTimeout)
  }

  /// The first retry that hardly ever starts in time (in less than one of a thousand cases).
  public var firstHopeless: UInt32? {
    starts.firstIndex { $0 < 0.001 }.map { UInt32($0 + 1) }
  }

  private static func share(
    of sum: DelaySum, before timeout: UInt64, _ attempt: UInt64
  ) -> Double {
    let (used, overflow) = UInt64(sum.retry).multipliedReportingOverflow(by: attempt)
    guard !overflow, used < timeout else { return 0 }
    return sum.probability(below: UInt128(timeout - used))
  }

  /// The mean number of retries after the listed ones. The probability falls from retry to retry, so
  /// that those with a probability of 1 and of 0 are found by halving; in between, equally spaced
  /// ones stand for their neighbours.
  private static func expectedRetries(
    _ schedule: BackOffSchedule, after listed: UInt32, _ attempt: UInt64, _ timeout: UInt64?
  ) -> Double {
    guard schedule.retries > listed else { return 0 }
    guard let timeout else { return Double(schedule.retries - listed) }
    func share(_ retry: UInt32) -> Double {
      self.share(of: DelaySum(schedule, upTo: retry), before: timeout, attempt)
    }
    /// The last retry after the listed ones that is likelier than that; `listed` for none.
    func last(above limit: Double) -> UInt32 {
      var (low, high) = (listed, schedule.retries)
      while low < high {
        let middle = low + (high - low) / 2 + 1
        if share(middle) > limit { low = middle } else { high = middle - 1 }
      }
      return low
    }
    let certain = last(above: 1 - negligible)
    let possible = last(above: negligible)
    guard possible > certain else { return Double(certain - listed) }
    let spacing = (possible - certain - 1) / 4096 + 1
    var sum = 0.0
    var retry = certain
    while possible - retry >= spacing {
      sum += share(retry + spacing / 2 + spacing % 2) * Double(spacing)
      retry += spacing
    }
    return Double(certain - listed) + sum
  }

  private static func latency(
    of sum: DelaySum, _ schedule: BackOffSchedule, _ attempt: UInt64, _ timeout: UInt64?
  ) -> Latency {
    let attempts = (UInt128(schedule.retries) + 1) * UInt128(attempt)
    let unlimited = attempts + sum.maximum
    guard let timeout else {
      return Latency(
        worst: unlimited, mean: Double(attempts) + Double(sum.maximum) / 2,
        percentiles: Percentile.shown.map { attempts + sum.quantile($0) }, timeoutShare: 0)
    }
    let limit = UInt128(timeout)
    guard attempts < limit else {
      return Latency(
        worst: limit, mean: Double(timeout), percentiles: Percentile.shown.map { _ in limit },
        timeoutShare: 1)
    }
    return Latency(
      worst: min(limit, unlimited), mean: Double(attempts) + sum.mean(atMost: limit - attempts),
      percentiles: Percentile.shown.map { min(limit, attempts + sum.quantile($0)) },
      timeoutShare: 1 - sum.probability(below: limit - attempts))
  }
}
