import JSON

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
    var decoder = GoDecoder(
      form: resource.form, defaults: SchemaDefaults(resource.form, release), readsTwice: false)
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
