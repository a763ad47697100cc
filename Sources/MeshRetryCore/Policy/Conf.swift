/// A MeshRetry conf (`to[].default`): what is absent is nil, what is empty is empty.
///
/// Source of the fields: Kuma's MeshRetry API, names and nesting the same from 2.2 to 2.14.
public struct Conf: Sendable, Equatable {
  /// For destinations of protocol tcp.
  public var tcp: TCP?
  /// For destinations of protocol http.
  public var http: HTTP?
  /// For destinations of protocol grpc.
  public var grpc: GRPC?

  /// A conf of these sections.
  public init(tcp: TCP? = nil, http: HTTP? = nil, grpc: GRPC? = nil) {
    self.tcp = tcp
    self.http = http
    self.grpc = grpc
  }

  /// The section `tcp`.
  public struct TCP: Sendable, Equatable {
    /// All attempts to connect, the first one included.
    public var maxConnectAttempt: UInt32?

    /// A section with nothing set.
    public init() {}
  }

  /// The section `http`.
  public struct HTTP: Sendable, Equatable {
    /// Retries after the first attempt.
    public var numRetries: UInt32?
    /// The longest a single attempt may take.
    public var perTryTimeout: GoDuration?
    /// The exponential back-off.
    public var backOff: BackOff?
    /// The back-off that response headers ask for.
    public var rateLimitedBackOff: RateLimitedBackOff?
    /// Conditions, methods and status codes; see ``HTTPRetryOn`` and ``StatusCode``.
    public var retryOn: [String]?
    /// Response headers that should cause a retry.
    public var retriableResponseHeaders: [HeaderMatch]?
    /// Request headers one of which a request must have to be retried.
    public var retriableRequestHeaders: [HeaderMatch]?
    /// Hosts to pass over when a retry picks one.
    public var hostSelection: [HostPredicate]?
    /// How often host selection is tried.
    public var hostSelectionMaxAttempts: Int64?

    /// A section with nothing set.
    public init() {}
  }

  /// The section `grpc`.
  public struct GRPC: Sendable, Equatable {
    /// Retries after the first attempt.
    public var numRetries: UInt32?
    /// The longest a single attempt may take.
    public var perTryTimeout: GoDuration?
    /// The exponential back-off.
    public var backOff: BackOff?
    /// The back-off that response headers ask for.
    public var rateLimitedBackOff: RateLimitedBackOff?
    /// gRPC statuses; see ``GRPCRetryOn``.
    public var retryOn: [String]?

    /// A section with nothing set.
    public init() {}
  }

  /// `backOff`.
  public struct BackOff: Sendable, Equatable {
    /// The bound of the first delay.
    public var baseInterval: GoDuration?
    /// The largest bound.
    public var maxInterval: GoDuration?

    /// A back-off with nothing set.
    public init() {}
  }

  /// `rateLimitedBackOff`.
  public struct RateLimitedBackOff: Sendable, Equatable {
    /// Headers to look at, in order.
    public var resetHeaders: [ResetHeader]?
    /// Longer waits are not honoured.
    public var maxInterval: GoDuration?

    /// A back-off with nothing set.
    public init() {}
  }

  /// An item of `resetHeaders`.
  public struct ResetHeader: Sendable, Equatable {
    /// The header's name.
    public var name = ""
    /// `Seconds` or `UnixTimestamp`.
    public var format = ""

    /// An item with nothing set.
    public init() {}
  }

  /// An item of `retriableRequestHeaders` or `retriableResponseHeaders`.
  public struct HeaderMatch: Sendable, Equatable {
    /// The header's name.
    public var name = ""
    /// `Exact` (when absent), `Present`, `RegularExpression`, `Absent` or `Prefix`.
    public var type: String?
    /// What the type compares with.
    public var value = ""

    /// An item with nothing set.
    public init() {}
  }

  /// An item of `hostSelection`.
  public struct HostPredicate: Sendable, Equatable {
    /// `OmitPreviousHosts`, `OmitHostsWithTags` or `OmitPreviousPriorities`.
    public var predicate = ""
    /// The tags of the hosts to omit, in order; nil when absent.
    public var tags: [(key: String, value: String)]?
    /// How often priorities are looked at again, for `OmitPreviousPriorities`.
    public var updateFrequency: Int32 = 0

    /// An item with nothing set.
    public init() {}

    /// Equal in every field, tags in the same order.
    public static func == (a: HostPredicate, b: HostPredicate) -> Bool {
      a.predicate == b.predicate && a.updateFrequency == b.updateFrequency
        && (a.tags == nil) == (b.tags == nil)
        && (a.tags ?? []).elementsEqual(b.tags ?? [], by: ==)
    }
  }
}
