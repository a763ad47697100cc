/// What Envoy gets for a MeshRetry conf: exactly what the control plane of a release makes of it.
///
/// Which Envoy word a `retryOn` item becomes stands in ``HTTPRetryOn`` and ``GRPCRetryOn``.
/// Source: Kuma's MeshRetry plugin (`plugin/xds/configurer.go`), 2.2 to 2.14.
public struct RetryPolicyMapping: Sendable {
  /// The release whose rules apply.
  public let release: Release

  /// The mapping of a release.
  public init(release: Release) { self.release = release }

  /// The policy on the routes of an http destination; nil when the section means none.
  public func http(_ conf: Conf.HTTP) -> RetryPolicy? {
    if meansNone(conf.numRetries) { return nil }
    var policy = requests(conf, HTTPRetryOn.envoyDefault)
    let items = HTTPRetryOnItems(conf.retryOn ?? [])
    let words = items.conditions.joined(separator: ",")
    if !words.isEmpty { policy.retryOn = words }
    if !items.statusCodes.isEmpty {
      policy.retriableStatusCodes = items.statusCodes
      policy.addCondition("retriable-status-codes")
    }
    policy.retriableRequestHeaders = items.methods.map {
      HeaderMatcher(name: ":method", match: .exact($0))
    }
    policy.retriableRequestHeaders += (conf.retriableRequestHeaders ?? []).map(headerMatcher)
    policy.retriableHeaders = (conf.retriableResponseHeaders ?? []).map(headerMatcher)
    for item in conf.hostSelection ?? [] { select(hosts: item, &policy) }
    policy.hostSelectionRetryMaxAttempts = conf.hostSelectionMaxAttempts ?? 0
    return policy
  }

  /// The policy on the routes of a grpc destination; nil when the section means none.
  public func grpc(_ conf: Conf.GRPC) -> RetryPolicy? {
    if meansNone(conf.numRetries) { return nil }
    var policy = requests(conf, GRPCRetryOn.envoyDefault)
    let words = (conf.retryOn ?? []).map { GRPCRetryOn(rawValue: $0)?.envoyCondition ?? "" }
      .joined(separator: ",")
    if !words.isEmpty { policy.retryOn = words }
    if release.has(.grpcBackOffBaseDefault), policy.retryBackOff?.baseInterval == nil {
      policy.retryBackOff?.baseInterval = Self.defaultBaseInterval
    }
    return policy
  }

  /// The policy as far as http and grpc are alike.
  private func requests(_ conf: some RequestRetries, _ retryOn: String) -> RetryPolicy {
    var policy = RetryPolicy()
    policy.retryOn = retryOn
    policy.perTryTimeout = conf.perTryTimeout
    policy.numRetries = conf.numRetries
    policy.retryBackOff = conf.backOff.map(backOff)
    policy.rateLimitedRetryBackOff = conf.rateLimitedBackOff.map(rateLimited)
    return policy
  }

  /// `max_connect_attempts` of the TCP proxy of a tcp destination; nil when the section sets none.
  public func tcp(_ conf: Conf.TCP) -> UInt32? { conf.maxConnectAttempt }

  /// Envoy's own base interval, used where a policy names none.
  static let defaultBaseInterval = GoDuration(milliseconds: 25)

  private func meansNone(_ numRetries: UInt32?) -> Bool {
    numRetries == 0 && release.has(.zeroRetriesMeansNone)
  }

  private func backOff(_ conf: Conf.BackOff) -> RetryPolicy.RetryBackOff {
    RetryPolicy.RetryBackOff(baseInterval: conf.baseInterval, maxInterval: conf.maxInterval)
  }

  private func rateLimited(
    _ conf: Conf.RateLimitedBackOff
  ) -> RetryPolicy.RateLimitedRetryBackOff {
    let headers = (conf.resetHeaders ?? []).map {
      RetryPolicy.ResetHeader(
        name: $0.name, format: $0.format == "UnixTimestamp" ? .unixTimestamp : .seconds)
    }
    return RetryPolicy.RateLimitedRetryBackOff(
      resetHeaders: headers, maxInterval: conf.maxInterval)
  }

  private func headerMatcher(_ conf: Conf.HeaderMatch) -> HeaderMatcher {
    let match: HeaderMatcher.Match =
      switch conf.type {
      case "Prefix": .prefix(conf.value)
      case "RegularExpression":
        .safeRegex(conf.value, namesEngine: release.has(.regexEngineNamed))
      case "Present": .present(true)
      case "Absent": .present(false)
      default: .exact(conf.value)
      }
    return HeaderMatcher(name: conf.name, match: match)
  }

  /// The order of host predicates is kept; the priority one has a field of its own.
  private func select(hosts item: Conf.HostPredicate, _ policy: inout RetryPolicy) {
    switch item.predicate {
    case "OmitPreviousHosts":
      policy.retryHostPredicates.append(.previousHosts)
    case "OmitHostsWithTags":
      // Kuma: endpoints carry their tags without the service, which would match none of them.
      let tags = (item.tags ?? []).filter { $0.key != "kuma.io/service" }
        .map { RetryPolicy.Tag(key: $0.key, value: $0.value) }
        .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      policy.retryHostPredicates.append(.omitHostMetadata(tags))
    case "OmitPreviousPriorities":
      policy.retryPriority = RetryPolicy.PreviousPriorities(
        updateFrequency: item.updateFrequency)
    default: break
    }
  }
}

/// The items of `http.retryOn`, sorted by what becomes of them.
struct HTTPRetryOnItems {
  /// Words of `retry_on`; an item that Kuma cannot place becomes the empty word.
  var conditions: [String] = []
  /// Status codes, repetitions kept.
  var statusCodes: [UInt32] = []
  /// Request methods.
  var methods: [String] = []

  init(_ items: [String]) {
    for item in items {
      if let code = StatusCode.mapped(item) {
        statusCodes.append(code)
        continue
      }
      switch HTTPRetryOn(rawValue: item)?.envoyForm {
      case .condition(let word): conditions.append(word)
      case .method(let method): methods.append(method)
      case nil where item.hasPrefix("HttpMethod"): methods.append("")
      case nil: conditions.append("")
      }
    }
  }
}
