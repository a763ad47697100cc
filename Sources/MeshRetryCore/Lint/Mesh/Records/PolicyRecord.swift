import JSON

/// What the rules about a mesh need of a policy, decoded; kept are its bytes, in `PolicyRecords`.
struct PolicyRecord: Sendable, Equatable {
  var name: ResourceName
  var form: ResourceForm
  var file: String
  var targetRef: TargetRef
  var targetRange: TextRange
  /// What decides the order of policies beside targetRef and name; empty without labels.
  var orderLabels: [String?]
  var displayName: String
  var items: [Item]

  struct Item: Sendable, Equatable {
    var targetRef: TargetRef
    var targetRange: TextRange
    var fields: ConfFields
    /// The sections that are there, and the key of the first of them.
    var sections: ConfSections = []
    var firstSection: Section?
    /// The perTryTimeout of each section that has one.
    var httpTimeout: Timeout?
    var grpcTimeout: Timeout?

    /// A section and where its key stands.
    struct Section: Sendable, Equatable {
      var name: ConfSection
      var range: TextRange
    }

    /// A perTryTimeout and where it stands.
    struct Timeout: Sendable, Equatable {
      var value: GoDuration
      var range: TextRange
    }
  }

  /// A place in the policy's file.
  func place(_ range: TextRange) -> SourceLocation { SourceLocation(file: file, range: range) }

  fileprivate static let defaultKey: JSONKey = "default"
  fileprivate static let timeoutKey: JSONKey = "perTryTimeout"
}

extension PolicyRecord {
  private static let specKey: JSONKey = "spec"
  private static let toKey: JSONKey = "to"
  private static let targetRefKey: JSONKey = "targetRef"

  /// A record but for its items.
  init(
    _ root: JSONNode, _ spec: MeshRetrySpec, form: ResourceForm, name: ResourceName, file: String
  ) {
    self.name = name
    self.form = form
    self.file = file
    targetRef = spec.targetRef ?? TargetRef(kind: TargetKind.mesh.rawValue)
    let node = root[Self.specKey] ?? root
    targetRange = Self.range(of: targetRef, node[Self.targetRefKey] ?? node)
    let metadata = form == .universal ? nil : root["metadata"]
    let labels = form == .universal ? root["labels"] : metadata?["labels"]
    orderLabels =
      labels.map { labels in
        [LabelKey.origin, LabelKey.policyRole, LabelKey.effect].map { labels[$0]?.string }
      } ?? []
    displayName =
      labels?[LabelKey.displayName]?.string ?? metadata?["name"]?.string ?? name.name
    items = []
  }

  /// The items of a policy, which are made one by one, and how many they are: there may be very many. Those
  /// that stand under a key in other letter case have no place, and are left out.
  static func items(
    of spec: MeshRetrySpec, _ root: JSONNode
  ) -> (items: some Sequence<Item>, count: Int) {
    let to = spec.to ?? []
    let nodes = ((root[specKey] ?? root)[toKey] ?? JSONDocument.null.root).elements
    let items = zip(to, nodes).lazy.map { item, node in
      Item(item, node, range(of: item.targetRef, node[targetRefKey] ?? node))
    }
    return (items, min(to.count, nodes.underestimatedCount))
  }

  /// The place of the field that says most of what is meant.
  private static func range(of ref: TargetRef, _ node: JSONNode) -> TextRange {
    let key = ref.name != nil ? "name" : ref.tags != nil ? "tags" : "kind"
    guard let member = node.member(key) else { return node.range }
    return member.value.kind == .object ? member.key.range : member.value.range
  }
}

extension PolicyRecord.Item {
  fileprivate init(_ item: MeshRetrySpec.ToItem, _ node: JSONNode, _ range: TextRange) {
    targetRef = item.targetRef
    targetRange = range
    fields = ConfFields(item.conf)
    guard let conf = node[PolicyRecord.defaultKey] else { return }
    for section in ConfSection.allCases {
      guard let (key, value) = conf.member(section.key), !value.isNull else { continue }
      sections.insert(ConfSections(section))
      if firstSection == nil { firstSection = Section(name: section, range: key.range) }
      let range = value[PolicyRecord.timeoutKey]?.range
      switch section {
      case .tcp: break
      case .http: httpTimeout = Self.timeout(item.conf.http?.perTryTimeout, range)
      case .grpc: grpcTimeout = Self.timeout(item.conf.grpc?.perTryTimeout, range)
      }
    }
  }

  private static func timeout(_ value: GoDuration?, _ range: TextRange?) -> Timeout? {
    if let value, let range { Timeout(value: value, range: range) } else { nil }
  }
}

/// The sections of a conf, in the order in which they are spoken of.
enum ConfSection: String, CaseIterable, Sendable {
  case tcp, http, grpc

  private static let keys = allCases.map { JSONKey($0.rawValue) }

  /// The section's key.
  var key: JSONKey {
    switch self {
    case .tcp: Self.keys[0]
    case .http: Self.keys[1]
    case .grpc: Self.keys[2]
    }
  }
}

/// Some of the sections.
struct ConfSections: OptionSet, Sendable {
  let rawValue: UInt8

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ section: ConfSection) {
    switch section {
    case .tcp: rawValue = 1
    case .http: rawValue = 2
    case .grpc: rawValue = 4
    }
  }
}

/// The fields of a conf that are set: those that a later policy overwrites one by one.
struct ConfFields: OptionSet, Sendable {
  let rawValue: UInt32

  init(rawValue: UInt32) { self.rawValue = rawValue }

  init(_ conf: Conf) {
    var fields = FieldBits()
    fields.add(conf.tcp?.maxConnectAttempt != nil)
    fields.add(conf.http)
    fields.add(conf.http?.retriableRequestHeaders != nil)
    fields.add(conf.http?.retriableResponseHeaders != nil)
    fields.add(conf.http?.hostSelection != nil)
    fields.add(conf.http?.hostSelectionMaxAttempts != nil)
    fields.add(conf.grpc)
    rawValue = fields.bits
  }

  /// Bits one after another.
  private struct FieldBits {
    var bits: UInt32 = 0

    mutating func add(_ isSet: Bool) { bits = bits << 1 | (isSet ? 1 : 0) }

    /// What http and grpc have in common.
    mutating func add(_ section: (some RequestRetries)?) {
      guard let section else { return bits <<= 7 }
      add(section.numRetries != nil)
      add(section.perTryTimeout != nil)
      add(section.backOff?.baseInterval != nil)
      add(section.backOff?.maxInterval != nil)
      add(section.rateLimitedBackOff?.resetHeaders != nil)
      add(section.rateLimitedBackOff?.maxInterval != nil)
      add(section.retryOn != nil)
    }
  }
}
