/// Something about a conf that Envoy refuses, ignores or takes otherwise than it reads.
public struct PolicyRemark: Sendable, Equatable {
  /// The rule.
  public var code: RuleCode
  /// The part of the conf: `http.backOff`, `http.retryOn[2]`.
  public var path: String
  /// One sentence, without the path.
  public var message: String
  /// What `--repair` does about it; nil when there is no one right answer.
  public var repair: PolicyRepair?

  init(_ code: RuleCode, _ path: String, _ message: String, _ repair: PolicyRepair? = nil) {
    self.code = code
    self.path = path
    self.message = message
    self.repair = repair
  }
}

extension RetryPolicyMapping {
  /// What a conf's section means for Envoy, with all there is to say about it.
  ///
  /// - Parameter routeTimeout: the timeout of the routes, where it is known.
  public func remarks(
    _ section: EffectiveMeshRetry.Section?, _ conf: Conf?, routeTimeout: GoDuration? = nil
  ) -> [PolicyRemark] {
    guard let section, let conf else { return [] }
    switch section {
    case .tcp:
      guard let attempts = conf.tcp.flatMap(tcp) else { return [] }
      return RetryPolicy.violations(maxConnectAttempts: attempts).map {
        PolicyRemark(
          .envoyRefuses, "tcp.maxConnectAttempt", "Envoy refuses it: \($0.envoyText)",
          .oneConnectAttempt)
      }
    case .http:
      guard let http = conf.http, let policy = self.http(http) else { return [] }
      return refusals(
        of: policy, "http", methods: HTTPRetryOnItems(http.retryOn ?? []).methods.count)
        + surprises(in: http, policy) + ignored(policy.perTryTimeout, "http", beside: routeTimeout)
    case .grpc:
      guard let grpc = conf.grpc, let policy = self.grpc(grpc) else { return [] }
      return refusals(of: policy, "grpc", methods: 0) + surprises(in: grpc)
        + ignored(policy.perTryTimeout, "grpc", beside: routeTimeout)
    }
  }

  private func refusals(of policy: RetryPolicy, _ section: String, methods: Int) -> [PolicyRemark] {
    policy.violations.map { violation in
      PolicyRemark(
        .envoyRefuses, "\(section).\(violation.confPath(methods: methods))",
        "Envoy refuses it: \(violation.envoyText)", PolicyRepair(violation))
    }
  }

  /// Envoy: measured on 1.40; a per-try timeout that the route's timeout does not exceed is dropped.
  private func ignored(
    _ perTryTimeout: GoDuration?, _ section: String, beside routeTimeout: GoDuration?
  ) -> [PolicyRemark] {
    guard let perTryTimeout, let routeTimeout, routeTimeout > .zero, perTryTimeout >= routeTimeout
    else { return [] }
    return [
      PolicyRemark(
        .envoyIgnores, "\(section).perTryTimeout",
        "no effect: Envoy drops a per-try timeout (\(perTryTimeout)) that is not below the route's "
          + "timeout (\(routeTimeout))")
    ]
  }
}

extension ConstraintViolation {
  /// The field of the section to change. The first request matchers are the methods of `retryOn`.
  func confPath(methods: Int) -> String {
    switch field {
    case .baseInterval where rule == .required: "backOff"
    case .perTryTimeout: "perTryTimeout"
    case .baseInterval: "backOff.baseInterval"
    case .maxInterval: "backOff.maxInterval"
    case .resetHeaders: "rateLimitedBackOff.resetHeaders"
    case .resetHeaderName(let index): "rateLimitedBackOff.resetHeaders[\(index)].name"
    case .rateLimitedMaxInterval: "rateLimitedBackOff.maxInterval"
    case .header(.response, let index): "retriableResponseHeaders[\(index)].value"
    case .headerName(.response, let index): "retriableResponseHeaders[\(index)].name"
    case .header(.request, let index): "retriableRequestHeaders[\(index - methods)].value"
    case .headerName(.request, let index):
      index < methods ? "retryOn" : "retriableRequestHeaders[\(index - methods)].name"
    case .maxConnectAttempts: "maxConnectAttempt"
    }
  }
}
