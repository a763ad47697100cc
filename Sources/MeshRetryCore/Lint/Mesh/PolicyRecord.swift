import JSON

/// What the rules about a mesh keep of a policy: small, so that a stream of policies can be of any length.
struct PolicyRecord: Sendable {
  var name: ResourceName
  var form: ResourceForm
  var targetRef: TargetRef
  var targetPlace: SourceLocation
  /// What decides the order of policies beside targetRef and name.
  var orderLabels: [String?]
  var displayName: String
  var items: [Item]

  struct Item: Sendable {
    var targetRef: TargetRef
    var targetPlace: SourceLocation
    var fields: ConfFields
    /// The sections that are there, each with the place of its key.
    var sections: [(name: String, place: SourceLocation)]
    /// The perTryTimeout of http and grpc, with its place.
    var perTryTimeouts: [(timeout: GoDuration, place: SourceLocation, path: FieldPath)]
  }

  init(_ policy: LintedPolicy) {
    name = policy.name
    form = policy.form
    targetRef = policy.spec.targetRef ?? TargetRef(kind: TargetKind.mesh.rawValue)
    let place = { (path: FieldPath) in
      SourceLocation(file: policy.file, range: path.locate(in: policy.root))
    }
    targetPlace = place(Self.mainField(of: targetRef, under: FieldPath(["spec", "targetRef"])))
    let labels =
      policy.form == .universal ? policy.root["labels"] : policy.root["metadata"]?["labels"]
    orderLabels = [LabelKey.origin, LabelKey.policyRole, LabelKey.effect].map {
      labels?[$0]?.string
    }
    displayName =
      labels?[LabelKey.displayName]?.string ?? policy.root["metadata"]?["name"]?.string ?? name.name
    items = (policy.spec.to ?? []).enumerated().map { index, item in
      let path = LintedPolicy.item(index)
      let names = [
        item.conf.tcp.map { _ in "tcp" }, item.conf.http.map { _ in "http" },
        item.conf.grpc.map { _ in "grpc" },
      ].compactMap { $0 }
      return Item(
        targetRef: item.targetRef,
        targetPlace: place(Self.mainField(of: item.targetRef, under: path.key("targetRef"))),
        fields: ConfFields(item.conf),
        sections: names.map { ($0, place(path.key("default").key($0))) },
        perTryTimeouts: policy.sections.filter { $0.item == index }.compactMap { section in
          section.perTryTimeout.map {
            ($0, place(section.path("perTryTimeout")), section.path("perTryTimeout"))
          }
        })
    }
  }

  private static func mainField(of ref: TargetRef, under path: FieldPath) -> FieldPath {
    if ref.name != nil { return path.key("name") }
    return path.key(ref.tags != nil ? "tags" : ref.labels != nil ? "labels" : "kind")
  }
}

/// The fields of a conf that are set: those that a later policy overwrites one by one.
struct ConfFields: OptionSet, Sendable {
  let rawValue: UInt32

  static let attempts = ConfFields(rawValue: 1)
  /// The fields of `http` from the second bit on, those of `grpc` from the thirteenth.
  private static let httpShift: UInt32 = 1
  private static let grpcShift: UInt32 = 12

  init(rawValue: UInt32) { self.rawValue = rawValue }

  init(_ conf: Conf) {
    var bits: UInt32 = conf.tcp?.maxConnectAttempt == nil ? 0 : Self.attempts.rawValue
    if let http = conf.http {
      let common = Self.bits(
        http.numRetries, http.perTryTimeout, http.backOff, http.rateLimitedBackOff, http.retryOn)
      let own = [
        http.retriableRequestHeaders != nil, http.retriableResponseHeaders != nil,
        http.hostSelection != nil, http.hostSelectionMaxAttempts != nil,
      ]
      bits |= (common | Self.bits(own) << 7) << Self.httpShift
    }
    if let grpc = conf.grpc {
      let common = Self.bits(
        grpc.numRetries, grpc.perTryTimeout, grpc.backOff, grpc.rateLimitedBackOff, grpc.retryOn)
      bits |= common << Self.grpcShift
    }
    rawValue = bits
  }

  private static func bits(
    _ numRetries: UInt32?, _ timeout: GoDuration?, _ backOff: Conf.BackOff?,
    _ rateLimited: Conf.RateLimitedBackOff?, _ retryOn: [String]?
  ) -> UInt32 {
    bits([
      numRetries != nil, timeout != nil, backOff?.baseInterval != nil,
      backOff?.maxInterval != nil, rateLimited?.resetHeaders != nil,
      rateLimited?.maxInterval != nil, retryOn != nil,
    ])
  }

  private static func bits(_ flags: [Bool]) -> UInt32 {
    flags.reversed().reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
  }
}
