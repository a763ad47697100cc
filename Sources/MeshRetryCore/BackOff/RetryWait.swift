/// A response, and when it arrived.
public struct ReceivedResponse: Sendable, Hashable {
  /// Its head.
  public let head: ResponseHead
  /// The time of its arrival in milliseconds since 1970.
  public let now: UInt64

  /// A response that arrived at that time.
  public init(_ head: ResponseHead, now: UInt64) {
    self.head = head
    self.now = now
  }
}

/// The wait before the next retry by a law, in milliseconds after the response: uniform on the whole
/// milliseconds from the shortest to the longest.
public struct RetryWait: Sendable {
  /// The law.
  public let model: BackOffModel
  /// The header that sets the wait; nil when the back-off does.
  public let header: RateLimit.Header?
  /// The shortest wait.
  public let shortest: UInt64
  /// The longest wait.
  public let longest: UInt64
  /// The time of the earliest retry, UTC; nil beyond the year 9999.
  public let earliest: String?
  /// The time of the latest retry, UTC; nil beyond the year 9999.
  public let latest: String?

  init(
    _ model: BackOffModel, _ header: RateLimit.Header?, _ range: ClosedRange<UInt64>,
    after now: UInt64
  ) {
    self.model = model
    self.header = header
    shortest = range.lowerBound
    longest = range.upperBound
    func time(_ delay: UInt64) -> String? {
      let (sum, overflow) = now.addingReportingOverflow(delay)
      return overflow ? nil : UTCTime.text(sum)
    }
    earliest = time(shortest)
    latest = time(longest)
  }

  /// The probability that the retry starts in less than so many milliseconds; nil is no limit.
  func share(within limit: UInt64?) -> Double {
    guard let limit, limit <= longest else { return 1 }
    return limit <= shortest ? 0 : Double(limit - shortest) / (Double(longest - shortest) + 1)
  }
}
