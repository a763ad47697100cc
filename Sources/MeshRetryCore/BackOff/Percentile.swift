/// A share of all cases, with the standard normal deviate below which that share lies.
public struct Percentile: Sendable, Hashable {
  /// The share in hundredths.
  public let percent: UInt64
  /// The value below which that share of a standard normal law lies.
  let normalDeviate: Double

  /// Half of all cases.
  public static let p50 = Percentile(percent: 50, normalDeviate: 0)
  /// Nine of ten.
  public static let p90 = Percentile(percent: 90, normalDeviate: 1.281_551_565_544_600_4)
  /// All but one of a hundred.
  public static let p99 = Percentile(percent: 99, normalDeviate: 2.326_347_874_040_840_8)

  /// Those that are shown, ascending.
  public static let shown = [p50, p90, p99]

  /// The share as a fraction of 1.
  public var share: Double { Double(percent) / 100 }

  /// The smallest of 0 …< bound below or at which that share of a uniform law on them lies; exact.
  public func ofUniform(below bound: UInt64) -> UInt64 {
    let product = UInt128(bound) * UInt128(percent)
    let cases = (product + 99) / 100
    return cases == 0 ? 0 : UInt64(cases - 1)
  }
}
