import Testing

@testable import MeshRetryCore

func milliseconds(_ count: Int64) -> GoDuration { GoDuration(nanoseconds: count * 1_000_000) }

func intervals(_ base: Int64, _ max: Int64?) throws -> BackOffIntervals {
  try BackOffIntervals(base: milliseconds(base), max: max.map(milliseconds))
}

/// Gives the same numbers over and over, the last one for ever.
struct GivenNumbers: RandomNumberGenerator {
  var numbers: [UInt64]

  mutating func next() -> UInt64 { numbers.count > 1 ? numbers.removeFirst() : numbers[0] }
}

@Suite struct BackOffScheduleTests {
  /// The vectors of Envoy's own tests and of its measured behaviour.
  @Test(
    arguments: [
      (25, 250, [25, 50, 100, 200, 250, 250, 250, 250, 250, 250], 1865),
      (25, 250, [25, 50, 100, 200, 250], 620),
      (100, 300, [100, 200, 300, 300, 300], 1195),
      (100, 150, [100, 150, 150], 397),
      (5, 100, [5, 10, 20, 40, 80, 100, 100], 348),
      (100, 1200, [100, 200, 400, 800, 1200], 2695),
      (100, 1000, [100, 200, 400, 800, 1000], 2495),
      (25, 30, [25, 30], 53), (17, 35, [17, 35, 35, 35], 118), (1, 3, [1, 3, 3, 3], 6),
      (
        15000, 1_200_000,
        [
          15000, 30000, 60000, 120_000, 240_000, 480_000, 960_000, 1_200_000, 1_200_000, 1_200_000,
        ], 5_504_990
      ),
      (5000, 60000, [5000, 10000, 20000, 40000, 60000], 134_995),
      (1, 1, [1, 1, 1], 0), (7, 7, [7, 7], 12),
    ] as [(Int64, Int64, [UInt64], UInt128)])
  func envoyCeilings(base: Int64, max: Int64, ceilings: [UInt64], maximum: UInt128) throws {
    let schedule = BackOffSchedule(
      model: .envoy, intervals: try intervals(base, max), retries: UInt32(ceilings.count))
    #expect(schedule.prefix(100).map(\.ceiling) == ceilings)
    #expect(schedule.maximum == maximum)
    #expect(schedule.retry(1).cumulativeMaximum == UInt128(ceilings[0] - 1))
  }

  @Test(
    arguments: [
      (25, 250, [25, 75, 175, 250, 250]), (15000, 1_200_000, [15000, 45000, 105_000]),
      (13000, 14000, [13000, 14000, 14000]), (1, 1, [1, 1]),
    ] as [(Int64, Int64, [UInt64])])
  func documentedCeilings(base: Int64, max: Int64, ceilings: [UInt64]) throws {
    let schedule = BackOffSchedule(
      model: .documented, intervals: try intervals(base, max), retries: UInt32(ceilings.count))
    #expect(schedule.prefix(100).map(\.ceiling) == ceilings)
  }

  @Test func ranges() throws {
    func ranges(_ model: BackOffModel) throws -> [String] {
      BackOffSchedule(model: model, intervals: try intervals(25, nil), retries: 3).prefix(9)
        .map(\.range)
    }
    #expect(try ranges(.documented) == ["0-24", "0-74", "0-174"])
    #expect(try ranges(.envoy) == ["0-24", "0-49", "0-99"])
  }

  @Test func largestNumbers() throws {
    let longest = try GoDuration(parsing: "2562047h")
    for model in BackOffModel.allCases {
      let wide = try BackOffIntervals(base: milliseconds(1), max: longest)
      let schedule = BackOffSchedule(model: model, intervals: wide, retries: .max)
      #expect(schedule.ceiling(of: .max) == 9_223_369_200_000)
      #expect(schedule.maximum > UInt128(UInt64.max))
      #expect(schedule.prefix(1000).count == 1000)
      let hours = try BackOffIntervals(base: try GoDuration(parsing: "1h"), max: nil)
      let long = BackOffSchedule(model: model, intervals: hours, retries: 1000)
      #expect(long.ceiling(of: 1000) == 36_000_000)
    }
  }

  @Test func rounding() throws {
    func both(_ base: String, _ max: String?) throws -> [UInt64] {
      let both = try BackOffIntervals(
        base: try GoDuration(parsing: base), max: try max.map { try GoDuration(parsing: $0) })
      return [both.base, both.max]
    }
    #expect(try both("25.9ms", nil) == [25, 250])
    #expect(try both("0.9ms", "0.1ms") == [1, 1])
    #expect(try both("1.9ms", "1.1ms") == [1, 1])
    #expect(try both("1ns", nil) == [1, 10])
    #expect(throws: BackOffIntervals.Refusal.maxBelowBase) { try both("2ms", "1ms") }
    #expect(throws: BackOffIntervals.Refusal.baseNotPositive) { try both("0s", nil) }
    #expect(throws: BackOffIntervals.Refusal.baseNotPositive) { try both("-1s", nil) }
    #expect(throws: BackOffIntervals.Refusal.maxNotPositive) { try both("1s", "0s") }
    #expect(throws: BackOffIntervals.Refusal.baseMissing) {
      try BackOffIntervals(base: nil, max: milliseconds(1))
    }
  }

  /// Envoy's tests with fixed random numbers, through the code that draws samples.
  @Test(
    arguments: [
      (25, 250, [190], [15, 40, 90]),
      (100, 1200, [149, 350, 751, 2399, 2399], [49, 150, 351, 799, 1199]),
      (100, 1000, [149, 350, 751, 2999, 2999], [49, 150, 351, 599, 999]),
      (5, 100, [9999], [4, 9, 19, 39, 79, 99, 99]), (25, 30, [27], [2, 27]),
    ] as [(Int64, Int64, [UInt64], [UInt64])])
  func fixedRandomNumbers(
    base: Int64, max: Int64, numbers: [UInt64], delays: [UInt64]
  ) throws {
    var random = GivenNumbers(numbers: numbers)
    var backOff = ExponentialBackOff(model: .envoy, intervals: try intervals(base, max))
    for delay in delays { #expect(backOff.nextDelay(using: &random) == delay) }
  }

  @Test func resetHeadersDoNotAdvanceTheSequence() throws {
    var backOff = ExponentialBackOff(model: .envoy, intervals: try intervals(25, 250))
    var random = GivenNumbers(numbers: [190])
    var other = GivenNumbers(numbers: [2190])
    #expect(backOff.nextDelay(afterResetIn: 2000, using: &random) == 2190)
    #expect(backOff.nextDelay(using: &random) == 15)
    #expect(backOff.nextDelay(afterResetIn: 5000, using: &other) == 7190)
    #expect(backOff.nextDelay(afterResetIn: 0, using: &random) == 40)
    var lower = GivenNumbers(numbers: [22, 9999])
    #expect(backOff.nextDelay(afterResetIn: 500, using: &lower) == 522)
    #expect(backOff.nextDelay(afterResetIn: 500, using: &lower) == 749)
  }

  @Test func splitMix64() {
    // The published sequence of seed 1234567.
    var random = SplitMix64(seed: 1_234_567)
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
  }
}
