import JSON

/// A kind of policy: how its resources are read, and how its confs are merged.
public struct PolicyKind: Sendable {
  /// Kuma's type: `MeshRetry`.
  public let type: String
  /// The list whose items are matched.
  public let list: Policy.List
  /// How confs are merged.
  public let merging: MergeRules
  /// Reads a policy as Kuma of a release stores it.
  let read: @Sendable (Resource, Release) throws(DecodingProblem) -> Policy

  /// A kind that is read in that way.
  public init(
    type: String, list: Policy.List = .to, merging: MergeRules = .plain,
    read: @escaping @Sendable (Resource, Release) throws(DecodingProblem) -> Policy
  ) {
    self.type = type
    self.list = list
    self.merging = merging
    self.read = read
  }

  /// MeshRetry.
  public static let meshRetry = PolicyKind(type: "MeshRetry") {
    resource, release throws(DecodingProblem) in
    try Policy(meshRetry: resource, release: release)
  }
}

/// A policy as the matching engine sees it: whom it is for, and items of destinations with opaque confs.
///
/// The engine knows nothing of retries: any policy kind with targetRefs can be put into this form.
public struct Policy: Sendable {
  /// The resource.
  public let resource: Resource
  /// The proxies it is for; nil when absent.
  public let targetRef: TargetRef?
  /// Its items, in order.
  public let items: [Item]

  /// The lists of items that policy kinds have.
  public enum List: String, Sendable {
    /// For what the proxy calls.
    case to
    /// For who calls the proxy.
    case from
  }

  /// An item of a policy.
  public struct Item: Sendable {
    /// The destinations.
    public var targetRef: TargetRef
    /// The conf as Kuma stores it.
    public var conf: JSONValue

    /// An item.
    public init(targetRef: TargetRef, conf: JSONValue) {
      self.targetRef = targetRef
      self.conf = conf
    }
  }

  /// A policy of any kind.
  public init(resource: Resource, targetRef: TargetRef?, items: [Item]) {
    self.resource = resource
    self.targetRef = targetRef
    self.items = items
  }

  /// A MeshRetry as Kuma of that release stores it: schema defaults filled in, durations in Go's form.
  ///
  /// - Throws: what Go's decoder would report; such a policy cannot be in a store.
  public init(meshRetry resource: Resource, release: Release) throws(DecodingProblem) {
    var decoder = GoDecoder(resource.form, release)
    let field = GoDecoder.Field(structName: "MeshRetry", path: "spec")
    let spec =
      resource.node["spec"].map { decoder.spec($0, at: field, release: release) }
      ?? MeshRetrySpec()
    if let problem = decoder.reported { throw problem }
    self.init(
      resource: resource, targetRef: spec.targetRef,
      items: (spec.to ?? []).map {
        Item(targetRef: $0.targetRef, conf: $0.conf.json(release))
      })
  }

  /// The core name.
  public var name: String { resource.name }

  /// The targetRef in force: absent means the whole mesh, where the release has that.
  func effectiveTargetRef(_ release: Release) -> TargetRef {
    targetRef ?? (release.has(.targetRefOptional) ? TargetRef(kind: "Mesh") : TargetRef())
  }

  /// What the policy counts as; absent is the system's.
  var role: String { resource.labels[LabelKey.policyRole] ?? "system" }

  /// Whether it is only looked at.
  var isShadow: Bool { resource.labels[LabelKey.effect] == "shadow" }
}
