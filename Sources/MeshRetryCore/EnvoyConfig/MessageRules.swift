/// What Envoy's API asks of the messages in which retries are configured: one table.
///
/// Source: Envoy's protos with their validation rules, as of 1.40.
struct MessageRule: Sendable {
  /// The message's name in validation errors.
  let name: String
  /// The fields in camelCase.
  let fields: [String: FieldRule]
  /// Fields that must be there.
  var required: [String] = []

  static let retryPolicy = MessageRule(
    name: "RetryPolicy",
    fields: [
      "retryOn": .text(.any), "numRetries": .wrappedUInt32(atLeast: 0),
      "perTryTimeout": .duration(.any), "perTryIdleTimeout": .duration(.any),
      "retryPriority": .extensionConfig("RetryPriority"),
      "retryHostPredicate": .list(.extensionConfig("RetryHostPredicate")),
      "retryOptionsPredicates": .list(.anything),
      "hostSelectionRetryMaxAttempts": .int64, "retriableStatusCodes": .list(.uint32),
      "retryBackOff": .message(retryBackOff),
      "rateLimitedRetryBackOff": .message(rateLimitedRetryBackOff),
      "retriableHeaders": .list(.message(headerMatcher)),
      "retriableRequestHeaders": .list(.message(headerMatcher)), "refreshClusterOnRetry": .bool,
    ])

  static let retryBackOff = MessageRule(
    name: "RetryBackOff",
    fields: ["baseInterval": .duration(.positive), "maxInterval": .duration(.positive)],
    required: ["baseInterval"])

  static let rateLimitedRetryBackOff = MessageRule(
    name: "RateLimitedRetryBackOff",
    fields: [
      "resetHeaders": .list(.message(resetHeader), notEmpty: true),
      "maxInterval": .duration(.positive),
    ], required: ["resetHeaders"])

  static let resetHeader = MessageRule(
    name: "ResetHeader",
    fields: [
      "name": .text(.headerName), "format": .enumeration(["SECONDS", "UNIX_TIMESTAMP"]),
    ], required: ["name"])

  static let headerMatcher = MessageRule(
    name: "HeaderMatcher",
    fields: [
      "name": .text(.headerName), "stringMatch": .message(stringMatcher), "presentMatch": .bool,
      "invertMatch": .bool, "treatMissingHeaderAsEmpty": .bool, "rangeMatch": .anything,
      "exactMatch": .text(.any), "prefixMatch": .text(.any), "suffixMatch": .text(.any),
      "containsMatch": .text(.any), "safeRegexMatch": .message(regexMatcher),
    ], required: ["name"])

  static let stringMatcher = MessageRule(
    name: "StringMatcher",
    fields: [
      "exact": .text(.any), "prefix": .text(.notEmpty), "suffix": .text(.notEmpty),
      "contains": .text(.notEmpty), "safeRegex": .message(regexMatcher), "ignoreCase": .bool,
      "custom": .anything,
    ])

  static let regexMatcher = MessageRule(
    name: "RegexMatcher", fields: ["googleRe2": .anything, "regex": .text(.regex)],
    required: ["regex"])

  /// Of a TCP proxy the fields that retries are about, and the names of the others.
  static let tcpProxy = MessageRule(
    name: "TcpProxy",
    fields: Dictionary(
      [
        "weightedClusters", "idleTimeout", "downstreamIdleTimeout", "upstreamIdleTimeout",
        "accessLog", "metadataMatch", "hashPolicy", "tunnelingConfig",
        "maxDownstreamConnectionDuration",
        "maxDownstreamConnectionDurationJitterPercentage", "accessLogFlushInterval",
        "flushAccessLogOnConnected", "accessLogOptions", "onDemand", "upstreamConnectMode",
        "maxEarlyDataBytes", "proxyProtocolTlvs", "proxyProtocolTlvMergePolicy",
        "clearRouteCache", "emitLogOnDownstreamConnection", "cluster",
      ].map { ($0, FieldRule.anything) }
        + [
          ("@type", .anything), ("statPrefix", .text(.notEmpty)),
          ("maxConnectAttempts", .wrappedUInt32(atLeast: 1)),
          ("backoffOptions", .message(backoffStrategy)),
        ], uniquingKeysWith: { $1 }),
    required: ["statPrefix"])

  static let backoffStrategy = MessageRule(
    name: "BackoffStrategy",
    fields: [
      "baseInterval": .duration(.atLeastMillisecond), "maxInterval": .duration(.positive),
    ], required: ["baseInterval"])
}

/// What a field takes.
indirect enum FieldRule: Sendable {
  case anything, bool, uint32, int64
  case text(TextRule)
  case wrappedUInt32(atLeast: UInt32)
  case duration(DurationRule)
  case enumeration([String])
  case message(MessageRule)
  /// A name and a `typed_config`, in a message of that name.
  case extensionConfig(String)
  case list(FieldRule, notEmpty: Bool = false)
}

/// What a text must be.
enum TextRule: Sendable { case any, notEmpty, headerName, regex }

/// What a duration must be.
enum DurationRule: Sendable { case any, positive, atLeastMillisecond }
