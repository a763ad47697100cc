import JSON

/// A MeshRetry that Kuma accepts, as the rules see it: typed, and with the places of its text. A class, as
/// are its sections: every rule is handed them.
final class LintedPolicy: Sendable {
  let release: Release
  let form: ResourceForm
  let root: JSONNode
  let file: String
  let name: ResourceName
  let spec: MeshRetrySpec
  /// Whether the document has keys that the schema does not know.
  let hasUnknownKeys: Bool
  /// Every `http` and `grpc` section, in order.
  let sections: [RetrySection]

  init(
    _ root: JSONNode, form: ResourceForm, spec: MeshRetrySpec, name: ResourceName, file: String,
    release: Release, hasUnknownKeys: Bool = false
  ) {
    self.hasUnknownKeys = hasUnknownKeys
    self.root = root
    self.form = form
    self.spec = spec
    self.name = name
    self.file = file
    self.release = release
    var sections: [RetrySection] = []
    for (index, item) in (spec.to ?? []).enumerated() {
      if let http = item.conf.http { sections.append(RetrySection(http, item: index)) }
      if let grpc = item.conf.grpc { sections.append(RetrySection(grpc, item: index)) }
    }
    self.sections = sections
  }

  /// The path of an item of `to`, or of something in it.
  static func item(_ index: Int, _ steps: FieldPath.Step...) -> FieldPath {
    FieldPath([.key("spec"), .key("to"), .index(index)] + steps)
  }
}

/// A section `http` or `grpc`: what the two have in common.
final class RetrySection: Sendable {
  let item: Int
  /// Whether it is `http`: to look at ``http`` for that would copy it.
  let isHTTP: Bool
  let numRetries: UInt32?
  let perTryTimeout: GoDuration?
  let backOff: Conf.BackOff?
  let rateLimitedBackOff: Conf.RateLimitedBackOff?
  let retryOn: [String]?
  /// The section itself when it is `http`; nil for `grpc`.
  let http: Conf.HTTP?

  convenience init(_ http: Conf.HTTP, item: Int) { self.init(http, http: http, item: item) }

  convenience init(_ grpc: Conf.GRPC, item: Int) { self.init(grpc, http: nil, item: item) }

  private init(_ section: some RequestRetries, http: Conf.HTTP?, item: Int) {
    self.item = item
    numRetries = section.numRetries
    perTryTimeout = section.perTryTimeout
    backOff = section.backOff
    rateLimitedBackOff = section.rateLimitedBackOff
    retryOn = section.retryOn
    self.http = http
    isHTTP = http != nil
    retryOnForms = RetryOnForms(http?.retryOn ?? [])
  }

  /// `http` or `grpc`.
  var name: String { isHTTP ? "http" : "grpc" }

  /// The path of the section, or of something in it.
  func path(_ steps: FieldPath.Step...) -> FieldPath {
    let section: [FieldPath.Step] = [
      .key("spec"), .key("to"), .index(item), .key("default"), .key(name),
    ]
    return FieldPath(section + steps)
  }

  /// A field of the section that is a duration.
  enum DurationField: CaseIterable {
    case perTryTimeout, baseInterval, maxInterval, rateLimitedMaxInterval
  }

  /// The duration of a field; nil where it is absent.
  func duration(_ field: DurationField) -> GoDuration? {
    switch field {
    case .perTryTimeout: perTryTimeout
    case .baseInterval: backOff?.baseInterval
    case .maxInterval: backOff?.maxInterval
    case .rateLimitedMaxInterval: rateLimitedBackOff?.maxInterval
    }
  }

  /// The path of a duration.
  func path(_ field: DurationField) -> FieldPath {
    switch field {
    case .perTryTimeout: path("perTryTimeout")
    case .baseInterval: path("backOff", "baseInterval")
    case .maxInterval: path("backOff", "maxInterval")
    case .rateLimitedMaxInterval: path("rateLimitedBackOff", "maxInterval")
    }
  }

  /// The lists of header matches, by key.
  var headerMatches: [(key: String, matches: [Conf.HeaderMatch])] {
    guard http?.retriableRequestHeaders != nil || http?.retriableResponseHeaders != nil else {
      return []
    }
    return [
      ("retriableRequestHeaders", http?.retriableRequestHeaders ?? []),
      ("retriableResponseHeaders", http?.retriableResponseHeaders ?? []),
    ]
  }

  /// The items of `http.retryOn` by what they become in Envoy.
  let retryOnForms: RetryOnForms
}

/// The items of an `http.retryOn` by what they become in Envoy.
struct RetryOnForms {
  private(set) var conditions: [HTTPRetryOn] = []
  private(set) var methods: [HTTPRetryOn] = []
  private(set) var codes: [UInt32] = []

  init(_ items: [String]) {
    for item in items {
      switch (HTTPRetryOn(rawValue: item), StatusCode.mapped(item)) {
      case (let word?, _):
        if case .method = word.envoyForm { methods.append(word) } else { conditions.append(word) }
      case (nil, let code?): codes.append(code)
      case (nil, nil): break
      }
    }
  }
}

extension FieldPath.Step: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  /// A key.
  public init(stringLiteral key: String) { self = .key(key) }
  /// An index.
  public init(integerLiteral index: Int) { self = .index(index) }
}
