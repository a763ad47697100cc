import JSON
import Testing

@testable import MeshRetryCore

@Suite struct BackOffBudgetTests {
  private func schedule(_ base: Int64, _ max: Int64?, _ retries: UInt32) throws -> BackOffSchedule {
    BackOffSchedule(model: .envoy, intervals: try intervals(base, max), retries: retries)
  }

  private func budget(
    _ schedule: BackOffSchedule, attempt: UInt64, routeTimeout: UInt64?
  ) -> RetryBudget {
    var budget = RetryBudget(schedule, attempt: attempt, routeTimeout: routeTimeout)
    for sum in DelaySums(schedule) {
      if sum.retry > BackOffDocument.listedRetries { break }
      budget.add(sum)
    }
    budget.finish(DelaySum(ofAll: schedule))
    return budget
  }

  private func storm(
    _ schedule: BackOffSchedule, _ limits: RouteLimits, _ scenario: RetryStorm.Scenario
  ) -> RetryStorm? {
    var storm = RetryStorm(schedule, limits, scenario)
    for sum in DelaySums(schedule) { storm?.add(sum) }
    return storm
  }

  /// Base 15 s under a route timeout of 15 s: the first retry always fits, the second in a quarter.
  @Test func documentedExample() throws {
    let budget = self.budget(try schedule(15000, 1_200_000, 10), attempt: 0, routeTimeout: 15000)
    #expect(budget.starts[0] == 1)
    #expect(abs(budget.starts[1] - 0.25) < 1e-4)
    #expect(abs(budget.starts[2] - 15.0 * 15 * 15 / 6 / (15 * 30 * 60)) < 1e-4)
    #expect(budget.latency.worst == 15000)
    #expect(budget.firstHopeless == 4)
  }

  /// Route 250 ms, per-try 100 ms, no wait to speak of: three attempts, 504 (measured).
  @Test func attemptsThatTimeOut() throws {
    let budget = self.budget(try schedule(1, 1, 5), attempt: 100, routeTimeout: 250)
    #expect(budget.starts == [1, 1, 0, 0, 0])
    #expect(budget.expectedAttempts == 3)
    #expect(budget.latency.worst == 250 && budget.latency.timeoutShare == 1)
  }

  @Test func noTimeout() throws {
    let budget = self.budget(try schedule(25, 250, 5), attempt: 10, routeTimeout: nil)
    #expect(budget.expectedAttempts == 6)
    #expect(budget.latency.worst == 680 && budget.latency.mean == 370)
  }

  /// The mean of min(sum, limit) against enumeration.
  @Test func meanLatency() throws {
    let schedule = try schedule(2, 5, 3)
    var total = 0.0
    for first in 0..<2 {
      for second in 0..<5 {
        for third in 0..<5 { total += Double(min(7, first + second + third)) }
      }
    }
    let ceilings = schedule.prefix(9).map(\.ceiling)
    #expect(ceilings == [2, 5, 5])
    let budget = self.budget(schedule, attempt: 0, routeTimeout: 7)
    #expect(abs(budget.latency.mean - total / 50) < 1e-9)
  }

  @Test func manyRetriesUnderATimeout() throws {
    // Means of half a millisecond: about 2 × 15000 retries start.
    let budget = self.budget(try schedule(2, 2, .max), attempt: 0, routeTimeout: 15000)
    #expect(abs(budget.expectedAttempts - 30000) < 30)
    let certain = self.budget(try schedule(1, 1, .max), attempt: 0, routeTimeout: 15000)
    #expect(certain.expectedAttempts == 4_294_967_296)
    let long = self.budget(
      try schedule(1, 2_562_047 * 3_600_000, .max), attempt: 0, routeTimeout: 1)
    #expect(long.expectedAttempts < 3)
  }

  @Test func normalMeanMatchesGrid() throws {
    let schedule = try schedule(200, 200, 30)
    var grid = SumGrid(step: 1)
    for retry in schedule.prefix(30) { grid.add(ceiling: retry.ceiling) }
    let normal = NormalSum(schedule, upTo: 30)
    for limit: UInt64 in [2000, 2900, 3000, 3500] {
      #expect(abs(grid.mean(atMost: limit) - normal.mean(atMost: Double(limit))) < 0.05)
    }
  }

  /// 40 requests that always fail, 3 slots: 3 get all their retries, 37 none (measured).
  @Test func stormWithTheDefaultBreaker() throws {
    let storm = try #require(
      self.storm(
        try schedule(25, 250, 3), RouteLimits(), .init(clients: 40, failureRate: 1)))
    #expect(abs(storm.requests - 49) < 1e-9)
    #expect(abs(storm.deniedShare - 37.0 / 40) < 1e-12)
    #expect(abs(storm.retries.reduce(0, +) - 9) < 1e-9)
  }

  @Test func stormOfHalfFailures() throws {
    var limits = RouteLimits()
    limits.maxRetries.value = 1000
    let storm = try #require(
      self.storm(try schedule(25, 250, 2), limits, .init(clients: 100, failureRate: 0.5)))
    #expect(abs(storm.amplification - 1.75) < 1e-9)
    #expect(storm.deniedShare < 1e-12)
    #expect(self.storm(try schedule(1, 1, 1001), limits, .init(clients: 1, failureRate: 1)) == nil)
  }

  @Test func failureCounts() {
    let few = FailureCount(of: 4, rate: 0.5)
    // P(0…4) = 1 4 6 4 1 of 16.
    #expect(abs(few.mean(atMost: 2) - (0 + 4 + 2 * 11) / 16.0) < 1e-12)
    #expect(abs(FailureCount(of: .max, rate: 0.3).mean(atMost: 3) - 3) < 1e-9)
    #expect(FailureCount(of: 7, rate: 0).mean(atMost: 3) == 0)
  }

  @Test func settingsByRelease() throws {
    let conf = try Conf(
      decoding: try #require(
        try JSONParser(
          text: """
            {"http":{"backOff":{"maxInterval":"1s"}},"grpc":{"backOff":{"maxInterval":"1s"}},
             "tcp":{"maxConnectAttempt":5}}
            """
        ).next()
      ).root)
    let old = Release.documented
    let new = try #require(Release(parsing: "2.10"))
    #expect(RetrySettings(conf, .http, release: old).isRefused)
    #expect(RetrySettings(conf, .http, release: new).isRefused)
    #expect(RetrySettings(conf, .grpc, release: old).isRefused)
    let grpc = RetrySettings(conf, .grpc, release: new)
    #expect(grpc.intervals?.base == 25 && grpc.intervals?.max == 1000)
    #expect(grpc.retries == 1)
    let tcp = RetrySettings(conf, .tcp, release: old)
    #expect(tcp.retries == 4 && tcp.intervals == .noDelay)
  }
}
