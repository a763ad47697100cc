/// The two intervals of an exponential back-off as Envoy holds them: whole milliseconds,
/// 1 ≤ base ≤ max.
public struct BackOffIntervals: Sendable, Hashable {
  /// The bound of the first delay.
  public let base: UInt64
  /// The largest bound.
  public let max: UInt64

  /// Why Envoy does not load a back-off.
  public enum Refusal: Error, Sendable, Hashable {
    /// There is a back-off, but no base in it.
    case baseMissing
    /// The base is zero or negative.
    case baseNotPositive
    /// The max is zero or negative.
    case maxNotPositive
    /// The max is below the base, both cut to milliseconds.
    case maxBelowBase

    /// What is wrong, in a sentence.
    public var message: String {
      switch self {
      case .baseMissing: "backOff has no baseInterval: Envoy refuses it"
      case .baseNotPositive: "backOff.baseInterval must be greater than 0: Envoy refuses it"
      case .maxNotPositive: "backOff.maxInterval must be greater than 0: Envoy refuses it"
      case .maxBelowBase: "backOff.maxInterval is below baseInterval: Envoy refuses it"
      }
    }
  }

  /// The base where no back-off is given, in milliseconds.
  static let defaultBase: UInt64 = 25

  /// What Envoy uses where no back-off is given: 25 ms, up to 250 ms.
  public static let envoyDefault = BackOffIntervals(base: defaultBase, max: 10 * defaultBase)

  /// No delay at all: what a TCP proxy does between its attempts to connect.
  static let noDelay = BackOffIntervals(base: 1, max: 1)

  private init(base: UInt64, max: UInt64) {
    self.base = base
    self.max = max
  }

  /// The intervals of a back-off that was given.
  ///
  /// Both are cut to milliseconds; what is below 1 ms then is 1 ms; an absent max is ten times the base.
  /// Max is compared with base after that.
  ///
  /// - Throws: why Envoy refuses them (measured on 1.40).
  public init(base: GoDuration?, max: GoDuration?) throws(Refusal) {
    guard let base else { throw .baseMissing }
    guard base > .zero else { throw .baseNotPositive }
    self.base = Self.wholeMilliseconds(base)
    guard let max else {
      // No overflow: a duration has at most 2^63 ns.
      self.max = self.base * 10
      return
    }
    guard max > .zero else { throw .maxNotPositive }
    self.max = Self.wholeMilliseconds(max)
    guard self.max >= self.base else { throw .maxBelowBase }
  }

  private static func wholeMilliseconds(_ duration: GoDuration) -> UInt64 {
    UInt64(Swift.max(1, duration.milliseconds))
  }
}
