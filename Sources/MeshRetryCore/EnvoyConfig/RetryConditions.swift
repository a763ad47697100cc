/// The words of Envoy's `retry_on` that a MeshRetry can come to, and what each retries.
///
/// Source: Envoy, each word measured on 1.40. Other words Envoy ignores.
public enum RetryCondition: String, CaseIterable, Sendable {
  case status5xx = "5xx"
  case gatewayError = "gateway-error"
  case reset
  case connectFailure = "connect-failure"
  case envoyRatelimited = "envoy-ratelimited"
  case retriable4xx = "retriable-4xx"
  case refusedStream = "refused-stream"
  case retriableStatusCodes = "retriable-status-codes"
  case retriableHeaders = "retriable-headers"
  case http3PostConnectFailure = "http3-post-connect-failure"
  case cancelled
  case deadlineExceeded = "deadline-exceeded"
  case `internal`
  case resourceExhausted = "resource-exhausted"
  case unavailable

  /// Whether resets, disconnects and per-try timeouts are retried, and all that is less.
  var includesResets: Bool {
    self == .status5xx || self == .gatewayError || self == .reset
  }

  /// The status codes that are retried by the word itself.
  public var statusCodes: [ClosedRange<UInt32>] {
    switch self {
    case .status5xx: [500...599]
    case .gatewayError: [502...504]
    case .retriable4xx: [409...409]
    default: []
    }
  }

  /// The gRPC status that is retried, by number and name.
  var grpcStatus: (number: Int, name: String)? {
    switch self {
    case .cancelled: (1, "CANCELLED")
    case .deadlineExceeded: (4, "DEADLINE_EXCEEDED")
    case .resourceExhausted: (8, "RESOURCE_EXHAUSTED")
    case .internal: (13, "INTERNAL")
    case .unavailable: (14, "UNAVAILABLE")
    default: nil
    }
  }
}
