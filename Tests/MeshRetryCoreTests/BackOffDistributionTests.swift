import Testing

@testable import MeshRetryCore

@Suite struct BackOffDistributionTests {
  private func schedule(
    _ base: Int64, _ max: Int64?, _ retries: UInt32, _ model: BackOffModel = .envoy
  ) throws -> BackOffSchedule {
    BackOffSchedule(model: model, intervals: try intervals(base, max), retries: retries)
  }

  /// The number of ways to every sum, by adding every delay to every sum.
  private func ways(_ ceilings: [UInt64]) -> [Int] {
    ceilings.reduce([1]) { ways, ceiling in
      var result = [Int](repeating: 0, count: ways.count + Int(ceiling) - 1)
      for (sum, count) in ways.enumerated() {
        for delay in 0..<Int(ceiling) { result[sum + delay] += count }
      }
      return result
    }
  }

  @Test(
    arguments: [
      (1, 3, 4), (2, 2, 6), (3, 7, 5), (17, 35, 4), (25, 250, 5), (25, 30, 3), (5, 100, 7),
    ] as [(Int64, Int64, UInt32)])
  func convolutionIsEnumeration(base: Int64, max: Int64, retries: UInt32) throws {
    for model in BackOffModel.allCases {
      let schedule = try schedule(base, max, retries, model)
      var grid = SumGrid(step: 1)
      for retry in schedule.prefix(retries) { grid.add(ceiling: retry.ceiling) }
      let ways = ways(schedule.prefix(retries).map(\.ceiling))
      #expect(grid.weights == ways.map(Double.init))
      let total = ways.reduce(0, +)
      for percentile in Percentile.shown {
        var sum = 0
        let exact = ways.firstIndex { count in
          sum += count
          return sum * 100 >= total * Int(percentile.percent)
        }
        #expect(Int(grid.quantiles([percentile])[0]) == exact)
      }
    }
  }

  @Test func knownPercentiles() throws {
    let five = DelaySum(ofAll: try schedule(25, 250, 5))
    #expect(Percentile.shown.map { five.quantile($0) } == [310, 441, 522])
    #expect(five.errorBound == 0)
    let other = DelaySum(ofAll: try schedule(100, 300, 5))
    #expect(Percentile.shown.map { other.quantile($0) } == [597, 811, 964])
    // Two draws, U[0,15) + U[0,30) s, stay below 15 s in a quarter of all cases.
    let sums = Array(DelaySums(try schedule(15000, 1_200_000, 10)))
    #expect(abs(sums[1].probability(below: 15000) - 0.25) < 1e-4)
  }

  @Test func percentilesOfOneDelay() {
    #expect(Percentile.p50.ofUniform(below: 25) == 12)
    #expect(Percentile.p90.ofUniform(below: 25) == 22)
    #expect(Percentile.p99.ofUniform(below: 100) == 98)
    #expect(Percentile.p99.ofUniform(below: 1) == 0)
    #expect(Percentile.p99.ofUniform(below: .max) > 1 << 63)
  }

  /// A coarse grid against the exact one.
  @Test func coarseGridStaysWithinItsBound() throws {
    let schedule = try schedule(150, 12000, 10)
    var exact = SumGrid(step: 1)
    var coarse = SumGrid(step: 7)
    for retry in schedule.prefix(10) {
      exact.add(ceiling: retry.ceiling)
      coarse.add(ceiling: retry.ceiling)
      for percentile in Percentile.shown {
        let (a, b) = (exact.quantiles([percentile])[0], coarse.quantiles([percentile])[0])
        #expect((a > b ? a - b : b - a) <= coarse.errorBound)
      }
    }
    #expect(abs(exact.probability(atMost: 30000) - coarse.probability(atMost: 30000)) < 1e-4)
    #expect(abs(coarse.weights.reduce(0, +) - coarse.total) < 1e-9)
  }

  /// A grid that doubles its step on the way, as long sums have it, against the exact one.
  @Test func coarsenedGridStaysWithinItsBound() throws {
    let schedule = try schedule(1, 9000, 20)
    var exact = SumGrid()
    var coarse = SumGrid()
    for retry in schedule.prefix(20) {
      exact.add(ceiling: retry.ceiling)
      if retry.number % 5 == 0 { coarse.coarsen() }
      coarse.add(ceiling: retry.ceiling)
      for percentile in Percentile.shown {
        let (a, b) = (exact.quantiles([percentile])[0], coarse.quantiles([percentile])[0])
        #expect((a > b ? a - b : b - a) <= coarse.errorBound)
      }
    }
    #expect(coarse.step == 16)
    for limit: UInt64 in [10000, 40000, 50000, 70000] {
      let difference = exact.probability(atMost: limit) - coarse.probability(atMost: limit)
      #expect(abs(difference) < 1e-4)
    }
    for sum in DelaySums(try self.schedule(1000, 100_000_000, 30)) {
      #expect(sum.errorBound <= (sum.maximum + 9999) / 10_000)
    }
  }

  /// The cumulants' law against convolution where the one takes over from the other.
  @Test func manyDelays() throws {
    for retries: UInt32 in [12, 40] {
      let schedule = try schedule(200, 200, retries)
      var grid = SumGrid(step: 1)
      for retry in schedule.prefix(retries) { grid.add(ceiling: retry.ceiling) }
      let normal = NormalSum(schedule, upTo: retries)
      for percentile in Percentile.shown {
        let difference = normal.quantile(percentile) - Double(grid.quantiles([percentile])[0])
        #expect(abs(difference) < 0.6)
      }
      for limit in stride(from: UInt64(1000), to: 6000, by: 100) {
        let difference =
          normal.probability(atMost: Double(limit)) - grid.probability(atMost: limit)
        #expect(abs(difference) < 1e-5)
      }
    }
  }

  @Test func sumsGrowWithEveryDelay() throws {
    var last: [UInt128] = [0, 0, 0]
    for sum in DelaySums(try schedule(3, 5000, 200)) {
      let now = Percentile.shown.map { sum.quantile($0) }
      #expect(zip(last, now).allSatisfy { $0 <= $1 })
      #expect(now[2] <= sum.maximum)
      last = now
    }
  }

  /// Convolution against sampling: shares below the percentiles within three standard errors.
  @Test func millionSamples() throws {
    let count = 1_000_000
    for model in BackOffModel.allCases {
      let schedule = try schedule(25, 250, 5, model)
      let sum = DelaySum(ofAll: schedule)
      let limits = Percentile.shown.map { UInt64(sum.quantile($0)) }
      var random = SplitMix64(seed: 7)
      var below = [0, 0, 0]
      for _ in 0..<count {
        var backOff = ExponentialBackOff(model: model, intervals: schedule.intervals)
        var total: UInt64 = 0
        for _ in 0..<5 { total += backOff.nextDelay(using: &random) }
        for index in 0..<3 where total <= limits[index] { below[index] += 1 }
      }
      for index in 0..<3 {
        let share = sum.probability(atMost: UInt128(limits[index]))
        let standardError = (share * (1 - share) / Double(count)).squareRoot()
        #expect(abs(Double(below[index]) / Double(count) - share) < 3 * standardError)
      }
    }
  }
}
