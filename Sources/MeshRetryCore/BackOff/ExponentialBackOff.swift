/// The back-off of one request, step by step: every delay is drawn when its retry is due.
///
/// A retry that follows a reset header draws from the header's interval and leaves the exponential
/// sequence where it is. Source: Envoy's `JitteredExponentialBackOffStrategy` and
/// `JitteredLowerBoundBackOffStrategy`.
public struct ExponentialBackOff: Sendable {
  private let model: BackOffModel
  private let intervals: BackOffIntervals
  private var ceiling: UInt64

  /// A back-off before its first retry.
  public init(model: BackOffModel, intervals: BackOffIntervals) {
    self.model = model
    self.intervals = intervals
    ceiling = intervals.base
  }

  /// The delay before the next retry in milliseconds.
  public mutating func nextDelay(using random: inout some RandomNumberGenerator) -> UInt64 {
    let delay = random.next() % ceiling
    ceiling = model.ceiling(after: ceiling, in: intervals)
    return delay
  }

  /// The delay before the next retry in milliseconds when the response's reset header asks for an
  /// interval; intervals of 0 and 1 ms are not heeded.
  public mutating func nextDelay(
    afterResetIn interval: UInt64, using random: inout some RandomNumberGenerator
  ) -> UInt64 {
    guard interval > 1 else { return nextDelay(using: &random) }
    let (delay, overflow) = interval.addingReportingOverflow(random.next() % (interval >> 1))
    return overflow ? .max : delay
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): a small generator with a period of 2^64. The same seed gives
/// the same numbers on every machine.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A generator of that seed.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
