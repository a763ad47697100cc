/// Which responses are retried: the words and status codes that Envoy gets from `retryOn`.
///
/// Source: Envoy, measured on 1.40, for what the words do; ``RetryPolicyMapping`` for the words.
struct RetryTrigger {
  private var words: [Substring] = []
  private var codes: [UInt32] = []

  /// The trigger of the conditions of a section.
  init(_ settings: RetrySettings) {
    switch settings.section {
    case .tcp: break
    case .grpc:
      words = settings.retryOn.compactMap {
        GRPCRetryOn(rawValue: $0).map { Substring($0.envoyCondition) }
      }
      if words.isEmpty { words = GRPCRetryOn.envoyDefault.split(separator: ",") }
    case .http:
      for item in settings.retryOn {
        if let code = StatusCode.mapped(item) {
          codes.append(code)
        } else if case .condition(let word) = HTTPRetryOn(rawValue: item)?.envoyForm {
          words.append(Substring(word))
        }
      }
      if words.isEmpty { words = HTTPRetryOn.envoyDefault.split(separator: ",") }
    }
  }

  private func has(_ word: Substring) -> Bool { words.contains(word) }

  /// Whether an attempt that runs into its per-try timeout is retried: it counts as a reset.
  var includesTimeouts: Bool { has("5xx") || has("gateway-error") || has("reset") }

  /// Whether a response is retried, while there are retries left; nil when its status is not known.
  func includes(_ response: ResponseHead) -> Bool? {
    // Such a response is retried on that word alone.
    if response.value("x-envoy-ratelimited") != nil { return has("envoy-ratelimited") }
    if let code = response.value("grpc-status"), let word = Self.grpcWords[code], has(word) {
      return true
    }
    guard let status = response.status else { return nil }
    return codes.contains(status) || (has("5xx") && (500...599).contains(status))
      || (has("gateway-error") && (502...504).contains(status))
      || (has("retriable-4xx") && status == 409)
  }

  /// The words for the values of `grpc-status` in response headers.
  private static let grpcWords: [String: Substring] = [
    "1": "cancelled", "4": "deadline-exceeded", "8": "resource-exhausted", "13": "internal",
    "14": "unavailable",
  ]
}
