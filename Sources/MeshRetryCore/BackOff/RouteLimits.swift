/// The timeouts and the circuit breaker around a destination's retries, each with where it comes from.
public struct RouteLimits: Sendable, Hashable {
  /// A value and its source: an option, a policy's name, or `default`.
  public struct Sourced<Value: Sendable & Hashable>: Sendable, Hashable {
    /// The value.
    public var value: Value
    /// Where it comes from.
    public var source: String
    /// Whether nobody gave it.
    public var isDefault: Bool { source == RouteLimits.defaultSource }

    /// A value from a source.
    public init(_ value: Value, source: String) {
      self.value = value
      self.source = source
    }
  }

  static let defaultSource = "default"

  /// The time for the whole request; 0 for none. Default: 15 s, Kuma's and Envoy's.
  public var routeTimeout = Sourced(
    GoDuration(milliseconds: 15_000), source: RouteLimits.defaultSource)
  /// The time for a connection to be made. Default: 5 s, Kuma's.
  public var connectTimeout = Sourced(
    GoDuration(milliseconds: 5000), source: RouteLimits.defaultSource)
  /// The retries that a proxy may have under way to a destination. Default: 3, Envoy's and Kuma's.
  public var maxRetries = Sourced(UInt32(3), source: RouteLimits.defaultSource)
  /// The time that a failing attempt takes, for budgets and storms.
  public var attemptTime = GoDuration.zero

  /// The defaults.
  public init() {}

  /// The route timeout in milliseconds; nil for none.
  public var routeMilliseconds: UInt64? {
    routeTimeout.value > .zero ? UInt64(max(1, routeTimeout.value.milliseconds)) : nil
  }

  /// The time of a failing attempt in milliseconds.
  var attemptMilliseconds: UInt64 { UInt64(max(0, attemptTime.milliseconds)) }
}
