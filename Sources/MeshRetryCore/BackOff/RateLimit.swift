/// The reset headers that a retry policy looks at, in order, and the longest wait that it honours.
public struct RateLimit: Sendable, Hashable {
  /// The headers, in order.
  public let headers: [Header]
  /// The longest interval in milliseconds; a header that asks for more is passed over.
  public let maxInterval: UInt64

  /// What a header's number means.
  public enum Format: String, Sendable, CaseIterable {
    /// Seconds from the response on.
    case seconds = "Seconds"
    /// Seconds since 1970, UTC.
    case unixTimestamp = "UnixTimestamp"
  }

  /// A reset header.
  public struct Header: Sendable, Hashable {
    /// Its name; letter case does not count.
    public let name: String
    /// What its number means.
    public let format: Format

    /// A header of that name and format.
    public init(name: String, format: Format) {
      self.name = name
      self.format = format
    }
  }

  /// Envoy's longest wait where none is given: 300 s.
  public static let defaultMaxInterval: UInt64 = 300_000

  /// The headers of the policy's documentation: `retry-after` in seconds, `x-ratelimit-reset` as a
  /// time.
  public static let documentedHeaders = [
    Header(name: "retry-after", format: .seconds),
    Header(name: "x-ratelimit-reset", format: .unixTimestamp),
  ]

  /// Headers in the order in which they are looked at; nil is Envoy's longest wait.
  public init(_ headers: [Header], maxInterval: GoDuration?) {
    self.headers = headers
    self.maxInterval =
      maxInterval.map { UInt64(max(0, $0.milliseconds)) } ?? Self.defaultMaxInterval
  }

  /// Headers in the order in which they are looked at, and the longest interval in milliseconds.
  public init(_ headers: [Header], longest: UInt64) {
    self.headers = headers
    maxInterval = longest
  }

  /// The headers of a conf. A format that Kuma does not know counts as seconds, Envoy's default.
  init(_ headers: [Conf.ResetHeader], maxInterval: GoDuration?) {
    self.init(
      headers.map { Header(name: $0.name, format: Format(rawValue: $0.format) ?? .seconds) },
      maxInterval: maxInterval)
  }
}
