/// Retries of requests: what the sections `http` and `grpc` of a conf have in common.
protocol RequestRetries {
  var numRetries: UInt32? { get set }
  var perTryTimeout: GoDuration? { get set }
  var backOff: Conf.BackOff? { get set }
  var rateLimitedBackOff: Conf.RateLimitedBackOff? { get set }
  var retryOn: [String]? { get set }
}

extension Conf.HTTP: RequestRetries {}
extension Conf.GRPC: RequestRetries {}

extension RequestRetries {
  /// Puts Envoy's own base interval into a back-off that names none.
  mutating func fillInBaseInterval() {
    if let backOff, backOff.baseInterval == nil {
      self.backOff?.baseInterval = RetryPolicyMapping.defaultBaseInterval
    }
  }
}
