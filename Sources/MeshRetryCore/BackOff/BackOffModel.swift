/// A law for the time between a failed attempt and the retry that follows.
public enum BackOffModel: String, CaseIterable, Sendable, Hashable {
  /// What the policy's documentation states: retry N waits [0, (2^N-1) × base), capped at max.
  case documented
  /// What Envoy has done since 1.14: the bound starts at base and doubles up to max.
  ///
  /// Source: Envoy's `JitteredExponentialBackOffStrategy`, measured on 1.40.
  case envoy

  /// The bound of the retry after one with that bound. Bounds are exclusive, in milliseconds.
  func ceiling(after ceiling: UInt64, in intervals: BackOffIntervals) -> UInt64 {
    switch self {
    case .documented:
      // (2^(N+1)-1)·B = 2·(2^N-1)·B + B, and min(…, max) of it: from max it stays there.
      let (double, over) = ceiling.addingReportingOverflow(ceiling)
      let (next, carry) = double.addingReportingOverflow(intervals.base)
      return over || carry ? intervals.max : min(next, intervals.max)
    case .envoy:
      // Not min(2·ceiling, max): when max is odd and the bound is its half, cut, Envoy jumps to max.
      return ceiling < intervals.max / 2 ? ceiling * 2 : intervals.max
    }
  }
}
