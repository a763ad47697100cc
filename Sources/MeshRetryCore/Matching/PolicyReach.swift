import JSON

/// What a policy reaches of a proxy.
public struct PolicyReach: Sendable {
  /// The mesh.
  public let mesh: String
  /// The policy.
  public let policy: String
  /// The proxy.
  public let dataplane: String
  /// The destinations whose conf it has a part in.
  public let destinations: [Destination]
  let release: Release

  /// A destination with the fields that the policy decides.
  public struct Destination: Sendable {
    /// The service, the identifier of the resource, or `:port` of a gateway listener.
    public var name: String
    /// The part of the conf that counts.
    public var section: EffectiveMeshRetry.Section?
    /// The fields in use that have its value.
    public var fields: [String]
    /// Its fields that a later policy took the place of, in the part that counts.
    public var shadowed: [String]
  }

  /// What a policy reaches of a proxy in that state; nil when it does not select it.
  public init?(_ policy: String, _ proxy: EffectiveMeshRetry) {
    guard proxy.policies.contains(where: { $0.name == policy }) else { return nil }
    self.policy = policy
    mesh = proxy.mesh
    dataplane = proxy.dataplane
    release = proxy.release
    destinations = proxy.destinations.filter { $0.origin.contains(policy) }.map { destination in
      let used = destination.usedFields
      return Destination(
        name: destination.name, section: destination.section,
        fields: used.filter { $0.origin.policy == policy }.map(\.path),
        shadowed: used.filter { field in
          field.origin.policy != policy
            && field.origin.shadows.contains { $0.policy == policy }
        }.map(\.path))
    }
  }

  /// The reach as a document.
  public var json: JSONValue {
    [
      "kind": "MeshRetryReach", "version": 1, "release": .string(release.description),
      "mesh": .string(mesh), "policy": .string(policy), "dataplane": .string(dataplane),
      "destinations": .array(
        destinations.map {
          [
            "name": .string($0.name), "section": .optional($0.section?.rawValue),
            "fields": .array($0.fields.map(JSONValue.string)),
            "shadowed": .array($0.shadowed.map(JSONValue.string)),
          ]
        }),
    ]
  }
}
