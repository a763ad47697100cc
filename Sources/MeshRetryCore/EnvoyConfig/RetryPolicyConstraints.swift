extension RetryPolicy {
  /// The rules of Envoy's API that this policy breaks, in the order in which Envoy's own check meets
  /// them; none: Envoy takes it.
  public var violations: [ConstraintViolation] {
    var found = Violations()
    if let perTryTimeout { found.duration(.perTryTimeout, perTryTimeout, mustBePositive: false) }
    if let retryBackOff { found.check(retryBackOff) }
    if let rateLimitedRetryBackOff { found.check(rateLimitedRetryBackOff) }
    found.check(retriableHeaders, .response)
    found.check(retriableRequestHeaders, .request)
    return found.list
  }

  /// The rules of Envoy's API that a number of connect attempts breaks.
  public static func violations(maxConnectAttempts: UInt32) -> [ConstraintViolation] {
    maxConnectAttempts == 0
      ? [ConstraintViolation(field: .maxConnectAttempts, rule: .atLeastOne)] : []
  }
}

extension GoDuration {
  /// Whether Envoy's clock cannot count so far: it takes at most 9223372035 seconds.
  var isBeyondEnvoysClock: Bool { nanoseconds / 1_000_000_000 > 9_223_372_035 }
}

/// Collects violations.
private struct Violations {
  var list: [ConstraintViolation] = []

  mutating func add(_ field: ConstraintViolation.Field, _ rule: ConstraintViolation.Rule) {
    list.append(ConstraintViolation(field: field, rule: rule))
  }

  mutating func duration(
    _ field: ConstraintViolation.Field, _ value: GoDuration, mustBePositive: Bool
  ) {
    if value < .zero {
      add(field, .notNegative)
    } else if mustBePositive && value == .zero {
      add(field, .positive)
    } else if value.isBeyondEnvoysClock {
      add(field, .inClockRange)
    }
  }

  mutating func check(_ backOff: RetryPolicy.RetryBackOff) {
    let before = list.count
    if let base = backOff.baseInterval {
      duration(.baseInterval, base, mustBePositive: true)
    } else {
      add(.baseInterval, .required)
    }
    guard let maximum = backOff.maxInterval else { return }
    duration(.maxInterval, maximum, mustBePositive: true)
    // Envoy cuts both to whole milliseconds, at least one, before it compares them.
    if list.count == before, let base = backOff.baseInterval,
      max(1, maximum.milliseconds) < max(1, base.milliseconds)
    {
      add(.maxInterval, .notBelowBase)
    }
  }

  mutating func check(_ backOff: RetryPolicy.RateLimitedRetryBackOff) {
    if backOff.resetHeaders.isEmpty { add(.resetHeaders, .oneItem) }
    for (index, header) in backOff.resetHeaders.enumerated() {
      name(header.name, .resetHeaderName(index))
    }
    if let maximum = backOff.maxInterval {
      duration(.rateLimitedMaxInterval, maximum, mustBePositive: true)
    }
  }

  mutating func check(_ matchers: [HeaderMatcher], _ list: ConstraintViolation.HeaderList) {
    for (index, matcher) in matchers.enumerated() {
      name(matcher.name, .headerName(list, index))
      switch matcher.match {
      case .prefix(""): add(.header(list, index), .prefixNotEmpty)
      case .safeRegex("", _): add(.header(list, index), .regexNotEmpty)
      case .safeRegex(let regex, _):
        if let complaint = RE2Syntax.complaint(about: regex) {
          add(.header(list, index), .regexSyntax(complaint))
        }
      case .exact, .prefix, .present: break
      }
    }
  }

  private mutating func name(_ name: String, _ field: ConstraintViolation.Field) {
    if name.isEmpty { return add(field, .nameNotEmpty) }
    if name.utf8.contains(where: { $0 == 0 || $0 == 0x0A || $0 == 0x0D }) {
      add(field, .namePattern)
    }
  }
}
