/// What Envoy works with when a conf's section has gone through the control plane: numbers with their
/// defaults filled in, or the reasons why there is nothing to work with.
///
/// Source: Kuma's mapping of the release, as in ``RetryPolicyMapping``; Envoy's defaults and refusals.
public struct RetrySettings: Sendable, Hashable {
  /// The section.
  public let section: EffectiveMeshRetry.Section
  /// The retries after the first attempt.
  public private(set) var retries: UInt32 = 0
  /// The back-off between them; nil when Envoy refuses the configuration, and for no retry policy.
  public private(set) var intervals: BackOffIntervals?
  /// The longest an attempt may take; nil for no limit.
  public private(set) var perTryTimeout: GoDuration?
  /// Reset headers, when a conf has them.
  public private(set) var rateLimit: RateLimit?
  /// The conditions, as written.
  public private(set) var retryOn: [String] = []
  /// What is to be said about it.
  public private(set) var remarks: [ScheduleRemark] = []

  /// Whether Envoy refuses the configuration.
  public var isRefused: Bool { remarks.contains { $0.severity == .error } }

  /// Whether there are retries, and a wait before them.
  public var hasBackOff: Bool { section != .tcp && retries > 0 }

  /// The retries when nothing is said.
  static let defaultRetries: UInt32 = 1

  /// The settings of a destination for which there is no section: no retries.
  public init(without section: EffectiveMeshRetry.Section?, because reason: String) {
    self.section = section ?? .http
    intervals = .noDelay
    remarks = [ScheduleRemark(.note, reason)]
  }

  /// What a section of a conf makes of Envoy.
  public init(_ conf: Conf, _ section: EffectiveMeshRetry.Section, release: Release) {
    self.section = section
    switch section {
    case .tcp:
      if let tcp = conf.tcp { connect(tcp) } else { noSection() }
    case .http:
      guard let http = conf.http else {
        noSection()
        return
      }
      retry(http, release)
    case .grpc:
      guard var grpc = conf.grpc else {
        noSection()
        return
      }
      if release.has(.grpcBackOffBaseDefault) { grpc.fillInBaseInterval() }
      retry(grpc, release)
    }
  }

  /// The settings with other reset headers.
  public func with(rateLimit: RateLimit?) -> RetrySettings {
    guard let rateLimit else { return self }
    var settings = self
    settings.rateLimit = rateLimit
    return settings
  }

  private mutating func noSection() {
    self = RetrySettings(
      without: section, because: "the conf has no section \(section.rawValue): no retries")
  }

  /// All attempts to connect follow each other at once: Kuma sends no back-off for TCP.
  private mutating func connect(_ tcp: Conf.TCP) {
    let attempts = tcp.maxConnectAttempt ?? 1
    guard attempts > 0 else {
      refuse(.maxConnectAttempt, "maxConnectAttempt must be at least 1: Envoy refuses 0")
      return
    }
    retries = attempts - 1
    intervals = BackOffIntervals.noDelay
  }

  private mutating func retry(_ conf: some RequestRetries, _ release: Release) {
    retryOn = conf.retryOn ?? []
    perTryTimeout = conf.perTryTimeout
    retries = conf.numRetries ?? Self.defaultRetries
    if retries == 0 {
      remarks.append(
        ScheduleRemark(
          .note,
          release.has(.zeroRetriesMeansNone)
            ? "numRetries 0: Kuma sends no retry policy" : "numRetries 0: nothing is retried",
          field: .numRetries))
      if release.has(.zeroRetriesMeansNone) {
        intervals = BackOffIntervals.noDelay
        return
      }
    }
    if let perTryTimeout, perTryTimeout < .zero {
      refuse(.perTryTimeout, "perTryTimeout is negative: Envoy refuses it")
    }
    if perTryTimeout == .zero { perTryTimeout = nil }
    if let limited = conf.rateLimitedBackOff { limit(limited) }
    guard let backOff = conf.backOff else {
      if !isRefused { intervals = .envoyDefault }
      return
    }
    do {
      let given = try BackOffIntervals(base: backOff.baseInterval, max: backOff.maxInterval)
      if !isRefused { intervals = given }
    } catch {
      refuse(.backOff, error.message)
    }
  }

  private mutating func limit(_ limited: Conf.RateLimitedBackOff) {
    guard let headers = limited.resetHeaders, !headers.isEmpty else {
      refuse(.rateLimitedBackOff, "rateLimitedBackOff has no resetHeaders: Envoy refuses it")
      return
    }
    if let max = limited.maxInterval, max <= .zero {
      refuse(
        .rateLimitedBackOff,
        "rateLimitedBackOff.maxInterval must be greater than 0: Envoy refuses it")
      return
    }
    rateLimit = RateLimit(headers, maxInterval: limited.maxInterval)
  }

  private mutating func refuse(_ field: ScheduleRemark.Field, _ message: String) {
    intervals = nil
    remarks.append(ScheduleRemark(.error, message, field: field))
  }
}
