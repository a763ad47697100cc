/// The structs of a conf.
///
/// Source: `MeshRetry`'s `api/v1alpha1/meshretry.go`; no release adds a field.
enum ConfStruct {
  enum Section: String, CaseIterable { case tcp, http, grpc }
  enum TCP: String, CaseIterable { case maxConnectAttempt }
  enum HTTP: String, CaseIterable {
    case numRetries, perTryTimeout, backOff, rateLimitedBackOff, retryOn
    case retriableResponseHeaders, retriableRequestHeaders, hostSelection
    case hostSelectionMaxAttempts

    /// The field of grpc's that it is; nil for one of http alone.
    var common: GRPC? {
      switch self {
      case .numRetries: .numRetries
      case .perTryTimeout: .perTryTimeout
      case .backOff: .backOff
      case .rateLimitedBackOff: .rateLimitedBackOff
      case .retryOn: .retryOn
      case .retriableResponseHeaders, .retriableRequestHeaders, .hostSelection,
        .hostSelectionMaxAttempts:
        nil
      }
    }
  }
  enum GRPC: String, CaseIterable {
    case numRetries, perTryTimeout, backOff, rateLimitedBackOff, retryOn
  }
  enum BackOff: String, CaseIterable { case baseInterval, maxInterval }
  enum RateLimitedBackOff: String, CaseIterable { case resetHeaders, maxInterval }
  enum ResetHeader: String, CaseIterable { case name, format }
  enum HeaderMatch: String, CaseIterable { case name, type, value }
  enum Predicate: String, CaseIterable { case predicate, tags, updateFrequency }

  static let conf = GoStruct<Section>("Conf")
  static let tcp = GoStruct<TCP>("TCP")
  static let http = GoStruct<HTTP>("HTTP")
  static let grpc = GoStruct<GRPC>("GRPC")
  static let backOff = GoStruct<BackOff>("BackOff")
  static let rateLimitedBackOff = GoStruct<RateLimitedBackOff>("RateLimitedBackOff")
  static let resetHeader = GoStruct<ResetHeader>("ResetHeader")
  static let headerMatch = GoStruct<HeaderMatch>("HeaderMatch")
  static let predicate = GoStruct<Predicate>("Predicate")
}
