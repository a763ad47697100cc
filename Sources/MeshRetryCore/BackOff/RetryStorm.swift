import JSON

/// What happens when many requests of one proxy to one destination start at once and fail.
///
/// Every attempt fails with the same probability, independently, after the same time. The first
/// failures take the slots of the circuit breaker (`max_retries`); who finds none is answered at
/// once. A slot stays with its request from one retry to the next, so that no other request gets it.
/// Numbers are means. Source: Envoy, measured on 1.40: of 40 requests 3 are retried.
public struct RetryStorm: Sendable {
  /// The question.
  public struct Scenario: Sendable, Hashable {
    /// Requests that start at once.
    public var clients: UInt32
    /// The share of attempts that fail.
    public var failureRate: Double

    /// So many requests with that share of failing attempts.
    public init(clients: UInt32, failureRate: Double) {
      self.clients = clients
      self.failureRate = failureRate
    }
  }

  /// The length of a bucket in milliseconds.
  public let bucket: UInt64
  /// The mean number of retries that arrive at the destination in each bucket; the first bucket begins
  /// with the first failures.
  public private(set) var retries: [Double]
  /// The mean number of requests that are not retried for want of a slot.
  public let denied: Double
  /// The mean number of requests that fail at first.
  public let failed: Double
  private let scenario: Scenario
  private let attempt: UInt128
  /// The last millisecond at which retries arrive.
  private let end: UInt128
  /// The mean number of requests that are retried once more.
  private var retrying: Double

  /// The most retries that a storm is worked out for.
  static let mostRetries: UInt32 = 1000
  /// The most buckets.
  private static let buckets: UInt64 = 50

  /// The storm of a scenario before its first retry; nil for more than ``mostRetries``.
  init?(_ schedule: BackOffSchedule, _ limits: RouteLimits, _ scenario: Scenario) {
    guard schedule.retries <= Self.mostRetries else { return nil }
    self.scenario = scenario
    let failures = FailureCount(of: scenario.clients, rate: scenario.failureRate)
    failed = failures.mean
    retrying = failures.mean(atMost: limits.maxRetries.value)
    denied = max(0, failed - retrying)
    attempt = UInt128(limits.attemptMilliseconds)
    var end = schedule.maximum + attempt * UInt128(schedule.retries)
    if let route = limits.routeMilliseconds { end = min(end, UInt128(route) - 1) }
    self.end = end
    bucket = Self.bucket(for: end)
    retries = [Double](repeating: 0, count: Int(clamping: end / UInt128(bucket)) + 1)
  }

  /// Takes in the sum of the delays up to the next retry: when it arrives.
  mutating func add(_ sum: DelaySum) {
    let used = attempt * UInt128(sum.retry)
    let lasts = retries.indices.map { index in
      // The last millisecond of the bucket, and of the time there is.
      min(end, UInt128(index + 1) * UInt128(bucket) - 1)
    }
    let shares = sum.probabilities(atMost: lasts.map { $0 < used ? 0 : $0 - used })
    var before = 0.0
    for index in retries.indices where lasts[index] >= used {
      retries[index] += retrying * (shares[index] - before)
      before = shares[index]
    }
    // Who succeeds does not come again.
    retrying *= scenario.failureRate
  }

  /// A bucket of 1, 2 or 5 times a power of ten, so that there are not too many.
  private static func bucket(for end: UInt128) -> UInt64 {
    var power: UInt128 = 1
    while true {
      for factor: UInt128 in [1, 2, 5] where end / (factor * power) < UInt128(buckets) {
        return UInt64(clamping: factor * power)
      }
      power *= 10
    }
  }

  /// The mean number of requests that arrive in each bucket: the first requests, then retries.
  var arrivals: [Double] {
    var arrivals = retries
    arrivals[0] += Double(scenario.clients)
    return arrivals
  }
  /// The requests at the start.
  public var clients: UInt32 { scenario.clients }
  /// The mean number of requests that arrive at the destination.
  public var requests: Double { Double(scenario.clients) + retries.reduce(0, +) }
  /// Requests at the destination for each request of a client.
  public var amplification: Double { requests / Double(max(1, scenario.clients)) }
  /// Of the requests that fail at first, the share that gets no retry.
  public var deniedShare: Double { failed > 0 ? denied / failed : 0 }
  /// The retries in the busiest bucket, as a share of the requests at the start.
  public var loadFactor: Double {
    (retries.max() ?? 0) / Double(max(1, scenario.clients))
  }

  /// The value for a schedule's document.
  public var json: JSONValue {
    [
      "clients": .integer(scenario.clients),
      "failureRate": .number(MillisecondText.decimal(scenario.failureRate)),
      "bucketMs": .integer(bucket),
      "arrivals": .array(arrivals.map { .number(MillisecondText.decimal($0)) }),
      "requests": .number(MillisecondText.decimal(requests)),
      "amplification": .number(MillisecondText.decimal(amplification)),
      "loadFactor": .number(MillisecondText.decimal(loadFactor)),
      "withoutRetry": .number(MillisecondText.decimal(deniedShare)),
    ]
  }
}

/// The number of failures among independent attempts: the binomial law, its terms from the likeliest
/// one outwards, so that none is too small to start from.
struct FailureCount: Sendable {
  private var first: UInt32 = 0
  private var weights: [Double] = []
  private var total = 0.0
  /// The mean number of failures.
  let mean: Double

  init(of attempts: UInt32, rate: Double) {
    mean = Double(attempts) * rate
    guard rate > 0, rate < 1 else {
      (first, weights, total) = (rate > 0 ? attempts : 0, [1], 1)
      return
    }
    let mode = UInt32(min(Double(attempts), (Double(attempts) * rate).rounded(.down)))
    let odds = rate / (1 - rate)
    var above: [Double] = []
    var weight = 1.0
    var count = mode
    while count < attempts && weight > 1e-18 {
      weight *= Double(attempts - count) / (Double(count) + 1) * odds
      above.append(weight)
      count += 1
    }
    var below: [Double] = []
    weight = 1
    count = mode
    while count > 0 && weight > 1e-18 {
      weight *= Double(count) / (Double(attempts - count) + 1) / odds
      below.append(weight)
      count -= 1
    }
    first = count
    weights = below.reversed() + [1] + above
    total = weights.reduce(0, +)
  }

  /// The mean of the smaller one of the number of failures and a limit.
  func mean(atMost limit: UInt32) -> Double {
    var sum = 0.0
    for (index, weight) in weights.enumerated() {
      sum += weight * min(Double(limit), Double(first) + Double(index))
    }
    return sum / total
  }
}
