/// A change that makes of Kuma's policy the one that was meant.
public enum PolicyRepair: Sendable, Equatable {
  case baseInterval, raiseMaxInterval, dropMaxInterval, dropPerTryTimeout
  case dropRateLimitedBackOff, dropRateLimitedMaxInterval
  case presentHeader(ConstraintViolation.HeaderList, Int)
  case emptyHeader(ConstraintViolation.HeaderList, Int)
  case cancelledWord, placeItem(String), onlyStatusCodes, retriableHeadersWord
  case updateFrequency, hostAttempts, oneConnectAttempt

  /// The repair of a policy that Envoy refuses; nil when nobody can know what was meant.
  init?(_ violation: ConstraintViolation) {
    switch (violation.field, violation.rule) {
    case (.baseInterval, .required), (.baseInterval, .positive), (.baseInterval, .notNegative):
      self = .baseInterval
    case (.maxInterval, .notBelowBase): self = .raiseMaxInterval
    case (.maxInterval, .positive), (.maxInterval, .notNegative): self = .dropMaxInterval
    case (.perTryTimeout, .notNegative): self = .dropPerTryTimeout
    case (.resetHeaders, _): self = .dropRateLimitedBackOff
    case (.rateLimitedMaxInterval, .positive), (.rateLimitedMaxInterval, .notNegative):
      self = .dropRateLimitedMaxInterval
    case (.header(let list, let index), .prefixNotEmpty): self = .presentHeader(list, index)
    case (.header(let list, let index), .regexNotEmpty): self = .emptyHeader(list, index)
    case (.maxConnectAttempts, _): self = .oneConnectAttempt
    default: return nil
    }
  }

  /// What was done, in words.
  public var text: String {
    switch self {
    case .baseInterval:
      "baseInterval is \(RetryPolicyMapping.defaultBaseInterval), or maxInterval if shorter"
    case .raiseMaxInterval: "maxInterval is raised to baseInterval"
    case .dropMaxInterval: "maxInterval is left out: ten times baseInterval"
    case .dropPerTryTimeout: "perTryTimeout is left out"
    case .dropRateLimitedBackOff: "rateLimitedBackOff is left out"
    case .dropRateLimitedMaxInterval: "maxInterval is left out: 300s"
    case .presentHeader: "the header must be present, with any value"
    case .emptyHeader: "the header's value must be empty"
    case .cancelledWord: "the word is 'cancelled'"
    case .placeItem(let item):
      Self.code(item).map { "the status code is \($0)" } ?? "the item is left out"
    case .onlyStatusCodes: "the status codes alone are retried"
    case .retriableHeadersWord: "'retriable-headers' is added to retry_on"
    case .updateFrequency: "updateFrequency is 2"
    case .hostAttempts: "hostSelectionMaxAttempts is left out: 1"
    case .oneConnectAttempt: "maxConnectAttempts is 1"
    }
  }

  /// The status code that an item means although Kuma cannot read it: `+503`, `499`.
  static func code(_ item: String) -> UInt32? {
    let digits = item.hasPrefix("+") ? item.dropFirst() : item[...]
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let code = UInt32(digits),
      (100...599).contains(code)
    else { return nil }
    return code
  }

  /// Makes the change.
  public func apply(to policy: inout RetryPolicy) {
    switch self {
    case .baseInterval:
      let base = RetryPolicyMapping.defaultBaseInterval
      let maximum = policy.retryBackOff?.maxInterval.flatMap { $0 > .zero ? $0 : nil }
      policy.retryBackOff?.baseInterval = min(base, maximum ?? base)
    case .raiseMaxInterval:
      let base = policy.retryBackOff?.baseInterval
      policy.retryBackOff?.maxInterval = base
    case .dropMaxInterval: policy.retryBackOff?.maxInterval = nil
    case .dropPerTryTimeout: policy.perTryTimeout = nil
    case .dropRateLimitedBackOff: policy.rateLimitedRetryBackOff = nil
    case .dropRateLimitedMaxInterval: policy.rateLimitedRetryBackOff?.maxInterval = nil
    case .presentHeader(let list, let index): policy.change(list, index, to: .present(true))
    case .emptyHeader(let list, let index): policy.change(list, index, to: .exact(""))
    case .cancelledWord: policy.replaceConditions { $0 == "canceled" ? "cancelled" : $0 }
    case .placeItem(let item):
      policy.replaceConditions { $0.isEmpty ? nil : $0 }
      if let code = Self.code(item) {
        let wereDefaults =
          policy.retriableStatusCodes.isEmpty && policy.retryOn == HTTPRetryOn.envoyDefault
        policy.retriableStatusCodes.append(code)
        if wereDefaults { policy.retryOn = "" }
        policy.addCondition("retriable-status-codes")
      }
    case .onlyStatusCodes: policy.retryOn = "retriable-status-codes"
    case .retriableHeadersWord: policy.addCondition("retriable-headers")
    case .updateFrequency: policy.retryPriority?.updateFrequency = 2
    case .hostAttempts: policy.hostSelectionRetryMaxAttempts = 0
    case .oneConnectAttempt: break
    }
  }
}

extension RetryPolicy {
  fileprivate mutating func replaceConditions(_ change: (Substring) -> Substring?) {
    retryOn = retryOn.split(separator: ",", omittingEmptySubsequences: false).compactMap(change)
      .joined(separator: ",")
  }

  fileprivate mutating func change(
    _ list: ConstraintViolation.HeaderList, _ index: Int, to match: HeaderMatcher.Match
  ) {
    switch list {
    case .response where retriableHeaders.indices.contains(index):
      retriableHeaders[index].match = match
    case .request where retriableRequestHeaders.indices.contains(index):
      retriableRequestHeaders[index].match = match
    default: break
    }
  }
}

extension RetryAction {
  /// The action after the repairs of these remarks.
  public func repaired(_ remarks: [PolicyRemark]) -> RetryAction {
    switch self {
    case .leave, .clear: return self
    case .connectAttempts(let attempts):
      return .connectAttempts(
        remarks.contains { $0.repair == .oneConnectAttempt } ? 1 : attempts)
    case .set(var policy):
      for repair in remarks.compactMap(\.repair) { repair.apply(to: &policy) }
      return .set(policy)
    }
  }
}
