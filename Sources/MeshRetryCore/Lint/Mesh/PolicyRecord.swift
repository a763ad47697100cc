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

  private static let specKey: JSONKey = "spec"
  private static let toKey: JSONKey = "to"
  private static let targetRefKey: JSONKey = "targetRef"
  private static let defaultKey: JSONKey = "default"
  private static let timeoutKey: JSONKey = "perTryTimeout"
  private static let sectionKeys: [JSONKey] = ["tcp", "http", "grpc"]

  init(_ policy: LintedPolicy) {
    name = policy.name
    form = policy.form
    targetRef = policy.spec.targetRef ?? TargetRef(kind: TargetKind.mesh.rawValue)
    let file = policy.file
    let spec = policy.root[Self.specKey] ?? policy.root
    targetPlace = Self.place(of: targetRef, spec[Self.targetRefKey] ?? spec, file)
    let labels =
      policy.form == .universal ? policy.root["labels"] : policy.root["metadata"]?["labels"]
    orderLabels =
      labels.map { labels in
        [LabelKey.origin, LabelKey.policyRole, LabelKey.effect].map { labels[$0]?.string }
      } ?? []
    displayName =
      labels?[LabelKey.displayName]?.string ?? policy.root["metadata"]?["name"]?.string ?? name.name
    let nodes = spec[Self.toKey]?.elements.map { $0 } ?? []
    items = zip(policy.spec.to ?? [], nodes).enumerated().map { index, item in
      Item(item.0, item.1, index, file)
    }
  }

  /// The place of the field that says most of what is meant.
  private static func place(
    of ref: TargetRef, _ node: JSONNode, _ file: String
  ) -> SourceLocation {
    let key = ref.name != nil ? "name" : ref.tags != nil ? "tags" : "kind"
    let member = node.member(key)
    let isScalar = member.map { $0.value.kind != .object } ?? false
    let range = isScalar ? member?.value.range : member?.key.range
    return SourceLocation(file: file, range: range ?? node.range)
  }
}

extension PolicyRecord.Item {
  fileprivate init(
    _ item: MeshRetrySpec.ToItem, _ node: JSONNode, _ index: Int, _ file: String
  ) {
    targetRef = item.targetRef
    targetPlace = PolicyRecord.place(
      of: targetRef, node[PolicyRecord.targetRefKey] ?? node, file)
    fields = ConfFields(item.conf)
    let conf = node[PolicyRecord.defaultKey]
    sections = []
    perTryTimeouts = []
    for key in PolicyRecord.sectionKeys {
      guard let (name, section) = conf?.member(key), !section.isNull else { continue }
      sections.append((key.text, SourceLocation(file: file, range: name.range)))
      let timeout =
        key.text == "http" ? item.conf.http?.perTryTimeout : item.conf.grpc?.perTryTimeout
      if let timeout, let value = section[PolicyRecord.timeoutKey] {
        perTryTimeouts.append(
          (
            timeout, SourceLocation(file: file, range: value.range),
            LintedPolicy.item(index, "default", .key(key.text), "perTryTimeout")
          ))
      }
    }
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
