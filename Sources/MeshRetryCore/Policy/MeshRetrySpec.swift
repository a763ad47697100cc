import JSON

/// The `spec` of a MeshRetry. Absent and empty are told apart.
public struct MeshRetrySpec: Sendable {
  /// The proxies that the policy is for; nil when absent.
  public var targetRef: TargetRef?
  /// What they get for which destinations; nil when absent.
  public var to: [ToItem]?

  /// A spec with nothing set.
  public init() {}

  /// An item of `to`.
  public struct ToItem: Sendable {
    /// The destinations.
    public var targetRef = TargetRef()
    /// What applies to them.
    public var conf = Conf()
  }
}

/// The defaults that a schema fills in before a policy is decoded.
///
/// Source: the CRD and the universal schema of each release.
struct SchemaDefaults: Sendable, Equatable {
  /// `type: Exact` of header matches.
  var headerType = false
  /// `updateFrequency: 2` of host predicates.
  var updateFrequency = false
  /// `baseInterval: 25ms` and `maxInterval: 300s` in back-offs that are there.
  var backOffs = false

  /// None.
  static let none = SchemaDefaults()

  /// Those of a release for policies of that form.
  init(_ form: ResourceForm, _ release: Release) {
    let applies = form == .kubernetes || release.has(.universalSchemaDefaults)
    headerType = applies
    updateFrequency = applies && release.has(.updateFrequencyDefault)
    backOffs = form == .kubernetes && release.has(.backOffSchemaDefaults)
  }

  private init() {}
}

/// The two forms in which resources are written.
public enum ResourceForm: String, CaseIterable, Sendable {
  case universal, kubernetes
}

private enum SpecStruct {
  enum Spec: String, CaseIterable { case targetRef, to }
  enum Item: String, CaseIterable { case targetRef, `default` }

  static let spec = GoStruct<Spec>("MeshRetry")
  static let item = GoStruct<Item>("To")
}

extension GoDecoder {
  mutating func spec(
    _ node: JSONNode, over old: MeshRetrySpec = MeshRetrySpec(), at field: Field, release: Release
  ) -> MeshRetrySpec {
    var spec = old
    members(node, of: SpecStruct.spec, at: field) { decoder, name, value, field in
      switch name {
      case .targetRef:
        if value.isNull && release.has(.targetRefOptional) { return spec.targetRef = nil }
        spec.targetRef = decoder.targetRef(
          value, over: spec.targetRef, at: field, release: release)
      case .to:
        spec.to = decoder.array(value, over: spec.to, at: field, goType: "[]v1alpha1.To") {
          $0.toItem($1, over: $2, at: field, release: release)
        }
      }
    }
    return consume spec
  }

  private mutating func toItem(
    _ node: JSONNode, over old: MeshRetrySpec.ToItem?, at field: Field, release: Release
  ) -> MeshRetrySpec.ToItem {
    var item = old ?? MeshRetrySpec.ToItem()
    if node.isNull { return item }
    members(node, of: SpecStruct.item, at: field) { decoder, name, value, field in
      switch name {
      case .targetRef:
        item.targetRef = decoder.targetRef(
          value, over: item.targetRef, at: field, release: release)
      case .default: item.conf = decoder.conf(value, over: item.conf, at: field)
      }
    }
    return consume item
  }
}
