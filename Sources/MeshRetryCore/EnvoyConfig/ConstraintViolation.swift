/// A rule of Envoy's API that a policy breaks, so that Envoy refuses the configuration.
///
/// Source: the validation rules in Envoy's protos and the checks of its router and TCP proxy
/// (measured on 1.40).
public struct ConstraintViolation: Sendable, Equatable {
  /// The part of the policy that breaks the rule.
  public var field: Field
  /// The rule.
  public var rule: Rule

  /// The parts that have rules.
  public enum Field: Sendable, Equatable {
    case perTryTimeout, baseInterval, maxInterval
    case resetHeaders, resetHeaderName(Int), rateLimitedMaxInterval
    case header(HeaderList, Int), headerName(HeaderList, Int)
    case maxConnectAttempts
  }

  /// The two lists of header matchers.
  public enum HeaderList: String, Sendable {
    case response = "RetriableHeaders"
    case request = "RetriableRequestHeaders"
  }

  /// The rules.
  public enum Rule: Sendable, Equatable {
    /// A message or wrapper must be there.
    case required
    /// A duration must be longer than nothing.
    case positive
    /// A duration must not be negative; Envoy looks at that first, whatever else is wrong.
    case notNegative
    /// A duration must fit in Envoy's clock.
    case inClockRange
    /// `max_interval` must not be below `base_interval`, both in whole milliseconds.
    case notBelowBase
    /// A list must have an element.
    case oneItem
    /// A text must not be empty; of a prefix or a regular expression.
    case prefixNotEmpty, regexNotEmpty
    /// A name must not be empty.
    case nameNotEmpty
    /// A name must not have NUL, CR or LF.
    case namePattern
    /// A regular expression must be one of RE2; with RE2's complaint.
    case regexSyntax(String)
    /// A number must be at least 1.
    case atLeastOne
  }
}

// MARK: - Words

extension ConstraintViolation {
  /// Envoy's words, as far as they are the same on every run.
  var envoyText: String {
    switch (field, rule) {
    case (.baseInterval, .required): "RetryBackOffValidationError.BaseInterval: value is required"
    case (.baseInterval, .positive):
      "RetryBackOffValidationError.BaseInterval: value must be greater than 0s"
    case (.maxInterval, .positive):
      "RetryBackOffValidationError.MaxInterval: value must be greater than 0s"
    case (.rateLimitedMaxInterval, .positive):
      "RateLimitedRetryBackOffValidationError.MaxInterval: value must be greater than 0s"
    case (.resetHeaders, _):
      "RateLimitedRetryBackOffValidationError.ResetHeaders: value must contain at least 1 item(s)"
    case (.resetHeaderName, .namePattern):
      "ResetHeaderValidationError.Name: value does not match regex pattern"
    case (.resetHeaderName, _):
      "ResetHeaderValidationError.Name: value length must be at least 1 characters"
    case (.headerName, .namePattern):
      "HeaderMatcherValidationError.Name: value does not match regex pattern"
    case (.headerName, _):
      "HeaderMatcherValidationError.Name: value length must be at least 1 characters"
    case (_, .prefixNotEmpty):
      "StringMatcherValidationError.Prefix: value length must be at least 1 characters"
    case (_, .regexNotEmpty):
      "RegexMatcherValidationError.Regex: value length must be at least 1 characters"
    case (.maxConnectAttempts, _):
      "TcpProxyValidationError.MaxConnectAttempts: value must be greater than or equal to 1"
    case (_, .regexSyntax(let complaint)): complaint
    case (_, .notBelowBase):
      "retry_policy.max_interval must greater than or equal to the base_interval"
    case (_, .inClockRange): "Invalid duration: Duration out-of-range"
    default: "Invalid duration: Expected positive duration"
    }
  }

  /// The words of the Go rules generated from the same protos, by which a control plane checks route
  /// configurations before it sends them; nil for what only Envoy itself checks.
  public var goText: String? {
    switch (field, rule) {
    case (.baseInterval, .required):
      "invalid RetryPolicy_RetryBackOff.BaseInterval: value is required"
    case (.baseInterval, .positive), (.baseInterval, .notNegative):
      "invalid RetryPolicy_RetryBackOff.BaseInterval: value must be greater than 0s"
    case (.maxInterval, .positive), (.maxInterval, .notNegative):
      "invalid RetryPolicy_RetryBackOff.MaxInterval: value must be greater than 0s"
    case (.rateLimitedMaxInterval, .positive), (.rateLimitedMaxInterval, .notNegative):
      "invalid RetryPolicy_RateLimitedRetryBackOff.MaxInterval: value must be greater than 0s"
    case (.resetHeaders, _):
      "invalid RetryPolicy_RateLimitedRetryBackOff.ResetHeaders: value must contain at least 1 item(s)"
    case (.resetHeaderName(let index), .nameNotEmpty):
      "invalid RetryPolicy_RateLimitedRetryBackOff.ResetHeaders[\(index)]: " + Self.embedded
        + "invalid RetryPolicy_ResetHeader.Name: value length must be at least 1 runes"
    case (.headerName, .nameNotEmpty):
      "invalid HeaderMatcher.Name: value length must be at least 1 runes"
    case (_, .prefixNotEmpty):
      Self.stringMatch + "invalid StringMatcher.Prefix: value length must be at least 1 runes"
    case (_, .regexNotEmpty):
      Self.stringMatch + "invalid StringMatcher.SafeRegex: " + Self.embedded
        + "invalid RegexMatcher.Regex: value length must be at least 1 runes"
    case (.maxConnectAttempts, _):
      "invalid TcpProxy.MaxConnectAttempts: value must be greater than or equal to 1"
    default: nil
    }
  }

  private static let embedded = "embedded message failed validation | caused by: "
  private static let stringMatch = "invalid HeaderMatcher.StringMatch: " + embedded

  /// The message of the policy in which the Go rules stand.
  private var goParent: String? {
    switch field {
    case .baseInterval, .maxInterval: "RetryBackOff"
    case .resetHeaders, .resetHeaderName, .rateLimitedMaxInterval: "RateLimitedRetryBackOff"
    case .header(let list, let index), .headerName(let list, let index):
      "\(list.rawValue)[\(index)]"
    case .perTryTimeout, .maxConnectAttempts: nil
    }
  }

  /// The whole Go text of a policy's violations, those of one message after its name; nil for none.
  public static func goText(of violations: [ConstraintViolation]) -> String? {
    var parts: [(parent: String?, texts: [String])] = []
    for violation in violations {
      guard let text = violation.goText else { continue }
      let parent = violation.goParent
      if let last = parts.last, last.parent == parent {
        parts[parts.count - 1].texts.append(text)
      } else {
        parts.append((parent, [text]))
      }
    }
    guard !parts.isEmpty else { return nil }
    return parts.map { part in
      let texts = part.texts.joined(separator: "; ")
      return part.parent.map { "invalid RetryPolicy.\($0): " + embedded + texts } ?? texts
    }.joined(separator: "; ")
  }
}
