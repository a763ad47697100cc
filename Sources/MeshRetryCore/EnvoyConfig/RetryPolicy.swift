/// Envoy's `envoy.config.route.v3.RetryPolicy`, the fields that a MeshRetry can set.
///
/// What protobuf tells apart is told apart: wrappers and messages are nil when absent, scalars have
/// their zero.
public struct RetryPolicy: Sendable, Equatable {
  /// `retry_on`: conditions, joined by commas.
  public var retryOn = ""
  /// `num_retries`; absent, Envoy retries once.
  public var numRetries: UInt32?
  /// `per_try_timeout`; absent, only the route's timeout counts.
  public var perTryTimeout: GoDuration?
  /// `retry_priority`, of which there is one kind.
  public var retryPriority: PreviousPriorities?
  /// `retry_host_predicate`, in order.
  public var retryHostPredicates: [HostPredicate] = []
  /// `host_selection_retry_max_attempts`; 0 means 1.
  public var hostSelectionRetryMaxAttempts: Int64 = 0
  /// `retriable_status_codes`, in order, repetitions kept.
  public var retriableStatusCodes: [UInt32] = []
  /// `retry_back_off`.
  public var retryBackOff: RetryBackOff?
  /// `rate_limited_retry_back_off`.
  public var rateLimitedRetryBackOff: RateLimitedRetryBackOff?
  /// `retriable_headers`: of the response, any of them.
  public var retriableHeaders: [HeaderMatcher] = []
  /// `retriable_request_headers`: of the request, any of them, else nothing is retried.
  public var retriableRequestHeaders: [HeaderMatcher] = []

  /// A policy with nothing set.
  public init() {}

  /// The words of `retry_on`.
  var conditions: [Substring] { retryOn.split(separator: ",") }

  /// Adds a word to `retry_on` unless it is one of its words.
  mutating func addCondition(_ word: String) {
    if retryOn.split(separator: ",", omittingEmptySubsequences: false).contains(word[...]) {
      return
    }
    retryOn += retryOn.isEmpty ? word : "," + word
  }

  /// `RetryPolicy.RetryBackOff`.
  public struct RetryBackOff: Sendable, Equatable {
    /// `base_interval`, which Envoy requires.
    public var baseInterval: GoDuration?
    /// `max_interval`; absent, ten times the base.
    public var maxInterval: GoDuration?
  }

  /// `RetryPolicy.RateLimitedRetryBackOff`.
  public struct RateLimitedRetryBackOff: Sendable, Equatable {
    /// `reset_headers`, in the order in which they are looked at.
    public var resetHeaders: [ResetHeader] = []
    /// `max_interval`; absent, 300 seconds.
    public var maxInterval: GoDuration?
  }

  /// `RetryPolicy.ResetHeader`.
  public struct ResetHeader: Sendable, Equatable {
    /// The header's name.
    public var name: String
    /// How its value is read.
    public var format: ResetHeaderFormat
  }

  /// `RetryPolicy.ResetHeaderFormat`.
  public enum ResetHeaderFormat: String, Sendable {
    /// Seconds from now; the zero of the enumeration, so it is not written.
    case seconds = "SECONDS"
    /// Seconds since 1970.
    case unixTimestamp = "UNIX_TIMESTAMP"
  }

  /// `RetryPolicy.RetryPriority` with a `PreviousPrioritiesConfig`.
  public struct PreviousPriorities: Sendable, Equatable {
    /// `update_frequency`: after so many attempts the priorities are computed anew. Envoy ends itself
    /// on the first request when it is not positive (measured on 1.40).
    public var updateFrequency: Int32
  }

  /// `RetryPolicy.RetryHostPredicate`, of the two kinds that Kuma writes.
  public enum HostPredicate: Sendable, Equatable {
    /// `PreviousHostsPredicate`: hosts already tried are passed over.
    case previousHosts
    /// `OmitHostMetadataConfig`: hosts with all these `envoy.lb` tags are passed over, by key.
    case omitHostMetadata([Tag])
  }

  /// A key and its value in `envoy.lb`.
  public struct Tag: Sendable, Equatable {
    /// The tag's key.
    public var key: String
    /// The tag's value.
    public var value: String
  }
}

/// Envoy's `envoy.config.route.v3.HeaderMatcher`, as far as Kuma writes it.
public struct HeaderMatcher: Sendable, Equatable {
  /// The header's name.
  public var name: String
  /// What is asked of it.
  public var match: Match

  /// `header_match_specifier`.
  public enum Match: Sendable, Equatable {
    /// `string_match.exact`.
    case exact(String)
    /// `string_match.prefix`.
    case prefix(String)
    /// `string_match.safe_regex`; older releases name the engine in it.
    case safeRegex(String, namesEngine: Bool)
    /// `present_match`: the header is there, or (false) it is not.
    case present(Bool)
  }
}
