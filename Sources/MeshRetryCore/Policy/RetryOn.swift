/// The words of `http.retryOn`, beside status codes, and what Envoy gets for each.
///
/// One table: the validator, the mapping to Envoy, the documentation and the completions read it.
/// Source: Kuma's MeshRetry validator and plugin, the same in every release from 2.2 to 2.14.
public enum HTTPRetryOn: String, CaseIterable, Sendable {
  case status5xx = "5xx"
  case gatewayError = "GatewayError"
  case reset = "Reset"
  case retriable4xx = "Retriable4xx"
  case connectFailure = "ConnectFailure"
  case envoyRatelimited = "EnvoyRatelimited"
  case refusedStream = "RefusedStream"
  case http3PostConnectFailure = "Http3PostConnectFailure"
  case methodConnect = "HttpMethodConnect"
  case methodDelete = "HttpMethodDelete"
  case methodGet = "HttpMethodGet"
  case methodHead = "HttpMethodHead"
  case methodOptions = "HttpMethodOptions"
  case methodPatch = "HttpMethodPatch"
  case methodPost = "HttpMethodPost"
  case methodPut = "HttpMethodPut"
  case methodTrace = "HttpMethodTrace"

  /// What a word becomes in Envoy's configuration.
  public enum EnvoyForm: Equatable, Sendable {
    /// A word of `retry_on`.
    case condition(String)
    /// A request method that the request must have.
    case method(String)
  }

  /// What Envoy gets for this word.
  public var envoyForm: EnvoyForm {
    switch self {
    case .status5xx: .condition("5xx")
    case .gatewayError: .condition("gateway-error")
    case .reset: .condition("reset")
    case .retriable4xx: .condition("retriable-4xx")
    case .connectFailure: .condition("connect-failure")
    case .envoyRatelimited: .condition("envoy-ratelimited")
    case .refusedStream: .condition("refused-stream")
    case .http3PostConnectFailure: .condition("http3-post-connect-failure")
    case .methodConnect: .method("CONNECT")
    case .methodDelete: .method("DELETE")
    case .methodGet: .method("GET")
    case .methodHead: .method("HEAD")
    case .methodOptions: .method("OPTIONS")
    case .methodPatch: .method("PATCH")
    case .methodPost: .method("POST")
    case .methodPut: .method("PUT")
    case .methodTrace: .method("TRACE")
    }
  }

  /// The `retry_on` that a policy without words of its own gets.
  public static let envoyDefault = "gateway-error,connect-failure,refused-stream"
}

/// The words of `grpc.retryOn` and what Envoy gets for each.
///
/// Source: as for ``HTTPRetryOn``.
public enum GRPCRetryOn: String, CaseIterable, Sendable {
  case canceled = "Canceled"
  case deadlineExceeded = "DeadlineExceeded"
  case `internal` = "Internal"
  case resourceExhausted = "ResourceExhausted"
  case unavailable = "Unavailable"

  /// The word of `retry_on` that Kuma writes. For `Canceled` it writes `canceled`, which Envoy does not
  /// know (its own word is `cancelled`): such a policy never retries on it.
  public var envoyCondition: String {
    switch self {
    case .canceled: "canceled"
    case .deadlineExceeded: "deadline-exceeded"
    case .internal: "internal"
    case .resourceExhausted: "resource-exhausted"
    case .unavailable: "unavailable"
    }
  }

  /// The `retry_on` that a policy without words of its own gets.
  public static let envoyDefault =
    "cancelled,connect-failure,gateway-error,refused-stream,reset,resource-exhausted,unavailable"
}
