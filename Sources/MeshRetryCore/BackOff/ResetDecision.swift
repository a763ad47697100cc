/// What the reset headers of a response make of the wait before the next retry.
///
/// Source: Envoy's rate-limited back-off, measured on 1.40. It never causes a retry;
/// it is for one retry only, and the exponential sequence stays where it is.
public struct ResetDecision: Sendable, Hashable {
  /// What came of each header, in the policy's order.
  public let steps: [Step]

  /// A header of the policy and what came of it.
  public struct Step: Sendable, Hashable {
    /// The header.
    public let header: RateLimit.Header
    /// Its first value in the response.
    public let value: String?
    /// What came of it.
    public let outcome: Outcome
  }

  /// What comes of a header. The search ends at the first one that is used or too short.
  public enum Outcome: Sendable, Hashable {
    /// It is not in the response.
    case absent
    /// The value is no unsigned decimal number of 64 bits.
    case notANumber
    /// The time is before now.
    case past
    /// The interval in milliseconds is longer than the longest one honoured.
    case tooLong(UInt64)
    /// The interval is 0 or 1 ms: it ends the search, and the exponential back-off applies.
    case tooShort(UInt64)
    /// The interval in milliseconds that applies.
    case used(UInt64)
    /// An earlier header ended the search.
    case notReached

    /// One word for documents.
    public var name: String {
      switch self {
      case .absent: "absent"
      case .notANumber: "not-a-number"
      case .past: "past"
      case .tooLong: "too-long"
      case .tooShort: "too-short"
      case .used: "used"
      case .notReached: "not-reached"
      }
    }

    /// The interval in milliseconds, where there is one.
    public var interval: UInt64? {
      switch self {
      case .tooLong(let interval), .tooShort(let interval), .used(let interval): interval
      case .absent, .notANumber, .past, .notReached: nil
      }
    }

    var endsSearch: Bool {
      switch self {
      case .used, .tooShort: true
      default: false
      }
    }
  }

  /// What a response comes to that arrives at a time, in milliseconds since 1970.
  public init(_ response: ResponseHead, _ limit: RateLimit, now: UInt64) {
    var steps: [Step] = []
    var ended = false
    for header in limit.headers {
      let value = response.value(header.name)
      let outcome =
        ended ? .notReached : Self.outcome(value, header.format, limit.maxInterval, now: now)
      ended = ended || outcome.endsSearch
      steps.append(Step(header: header, value: value, outcome: outcome))
    }
    self.steps = steps
  }

  /// The header that sets the wait, with its interval; nil when the exponential back-off applies.
  public var used: (header: RateLimit.Header, interval: UInt64)? {
    for step in steps {
      if case .used(let interval) = step.outcome { return (step.header, interval) }
    }
    return nil
  }

  private static func outcome(
    _ value: String?, _ format: RateLimit.Format, _ longest: UInt64, now: UInt64
  ) -> Outcome {
    guard let value else { return .absent }
    guard let number = number(value) else { return .notANumber }
    var seconds = number
    if format == .unixTimestamp {
      guard number >= now / 1000 else { return .past }
      seconds = number - now / 1000
    }
    // The product wraps around in Envoy, and so it does here.
    let interval = seconds &* 1000
    if interval > longest { return .tooLong(interval) }
    return interval > 1 ? .used(interval) : .tooShort(interval)
  }

  /// The number that a value is in Envoy's grammar: blanks around it, one `+` and leading zeros are
  /// fine; signs, points, exponents, units and dates are not.
  static func number(_ text: String) -> UInt64? {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    var digits = text.utf8.drop(while: isBlank)
    while let last = digits.last, isBlank(last) { digits = digits.dropLast() }
    if digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return UInt64(Substring(digits))
  }
}
