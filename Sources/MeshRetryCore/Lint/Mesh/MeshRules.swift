import JSON

/// A rule about policies beside the resources of their mesh.
protocol MeshRule: Sendable {
  /// What there is to say about the rule; one entry for each of its codes.
  static var texts: [RuleText] { get }
}

/// A rule about each policy by itself.
protocol PolicyInMeshRule: MeshRule {
  /// Whether there is anything to see a policy beside.
  static func applies(to inventory: MeshInventory) -> Bool
  /// What the rule finds in a policy.
  static func check(_ policy: PolicyRecord, _ input: MeshInput) -> [Finding]
}

/// A rule about all policies together.
protocol WholeMeshRule: MeshRule {
  /// What the rule finds.
  static func check(_ input: MeshInput) -> [Finding]
}

/// All that the rules about meshes see.
struct MeshInput {
  let release: Release
  let inventory: MeshInventory
  let policies: PolicyRecords

  /// The destinations of a policy that are services, by name, with their items.
  func services(of policy: PolicyRecord) -> [(name: String, item: PolicyRecord.Item)] {
    policy.items.compactMap { item in
      guard item.targetRef.kind == TargetKind.meshService.rawValue, let name = item.targetRef.name
      else { return nil }
      return (name, item)
    }
  }

  /// The protocol of a service where the input tells; nil where it does not.
  func `protocol`(of service: String, for policy: PolicyRecord) -> String? {
    inventory[policy.name.mesh].protocol(of: service) ?? inventory.kubernetesServices[service]
  }
}

/// The registry of rules about meshes.
enum MeshRules {
  static let ofPolicies: [any PolicyInMeshRule.Type] = [
    TargetsNothing.self, SectionsForProtocols.self, PerTryTimeoutTooLong.self,
  ]

  static let ofAll: [any WholeMeshRule.Type] = [FullyShadowed.self, LegacyRetryBeside.self]

  static var texts: [RuleText] { ofPolicies.flatMap { $0.texts } + ofAll.flatMap { $0.texts } }
}

/// Collects, document by document, what the rules about meshes need, and runs them at the end.
public struct MeshLinter: Sendable {
  private let release: Release
  private var inventory: MeshInventory
  private var policies = PolicyRecords()

  /// A linter for that release.
  public init(release: Release) {
    self.release = release
    inventory = MeshInventory(release: release)
  }

  /// Takes what counts from a document that passed.
  public mutating func add(_ root: JSONNode, _ verdict: DocumentVerdict, file: String) {
    guard let (spec, form, name) = verdict.policy else { return inventory.add(root, file: file) }
    policies.append(PolicyRecord(root, spec, form: form, name: name, file: file))
  }

  /// Takes all that another linter has collected, from a later file.
  public mutating func add(_ other: MeshLinter) {
    inventory.add(other.inventory)
    policies.append(other.policies)
  }

  /// What the rules find in all of it.
  public func findings() -> [Finding] {
    guard !policies.isEmpty else { return [] }
    let input = MeshInput(release: release, inventory: inventory, policies: policies)
    // A policy is decoded once for all rules, and only when one has something to see it beside.
    let rules = MeshRules.ofPolicies.filter { $0.applies(to: inventory) }
    let ofPolicies =
      rules.isEmpty
      ? [] : policies.flatMap { policy in rules.flatMap { $0.check(policy, input) } }
    return ofPolicies + MeshRules.ofAll.flatMap { $0.check(input) }
  }
}
