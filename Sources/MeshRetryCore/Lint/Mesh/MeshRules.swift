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

/// The registry of rules about meshes.
enum MeshRules {
  static let ofPolicies: [any PolicyInMeshRule.Type] = [
    TargetsNothing.self, SectionsForProtocols.self, PerTryTimeoutTooLong.self,
  ]

  static var texts: [RuleText] {
    ofPolicies.flatMap { $0.texts } + FullyShadowed.texts + LegacyRetryBeside.texts
  }
}

/// Collects, document by document, what the rules about meshes need, and runs them at the end.
public struct MeshLinter: Sendable {
  private let release: Release
  private let scratch: (any ScratchSpace)?
  private var inventory: MeshInventory
  private var policies: PolicyRecords

  /// A linter for that release. What it keeps of policies does not grow in memory where there is scratch space.
  public init(release: Release, scratch: (any ScratchSpace)? = nil) {
    self.init(inventory: MeshInventory(release: release), release: release, scratch: scratch)
  }

  init(inventory: MeshInventory, release: Release, scratch: (any ScratchSpace)? = nil) {
    self.release = release
    self.scratch = scratch
    self.inventory = inventory
    policies = PolicyRecords(scratch: scratch)
  }

  /// Whether a document is looked into: policies, and what there is to know of meshes.
  public static func looksInto(_ root: JSONNode) -> Bool {
    Envelope(root).meshRetryForm != nil || MeshInventory.takes(root)
  }

  /// The bytes of memory that it takes at most to look into a resource, for every key and value in it (measured).
  public static let bytesPerValue = 48

  /// Takes what counts from a document that passed.
  public mutating func add(_ root: JSONNode, _ verdict: DocumentVerdict, file: String) {
    guard let (spec, form, name) = verdict.policy else { return inventory.add(root, file: file) }
    let (items, count) = PolicyRecord.items(of: spec, root)
    policies.append(
      PolicyRecord(root, spec, form: form, name: name, file: file), items: items, count: count)
  }

  private static let tooLarge = Finding(
    .meshTooLarge,
    "the input has more proxies and services than are kept in mind: policies were not compared with them",
    at: nil, help: "check one mesh at a time")

  /// Takes all that another linter has collected, from a later file.
  public mutating func add(_ other: MeshLinter) {
    inventory.add(other.inventory)
    policies.append(other.policies)
  }

  /// Hands over what the rules find in all of it: about policy after policy, in the order of the input, then
  /// about other resources.
  ///
  /// - Throws: what `deliver` throws, and what keeps scratch space from being read.
  public func check(_ deliver: ([Finding]) throws -> Void) throws {
    if policies.isEmpty { return }
    if inventory.isFull { try deliver([Self.tooLarge]) }
    let input = MeshInput(release: release, inventory: inventory)
    let rules = MeshRules.ofPolicies.filter { $0.applies(to: inventory) }
    var shadowed = try ShadowedPolicies(policies, release, scratch: scratch)
    var pair = try shadowed.next()
    if !rules.isEmpty || pair != nil {
      var lookup = PolicyRecords.Lookup(policies)
      try policies.forEach { packed in
        // A policy is decoded once for all rules, and only when one has something to see it beside.
        let winner = pair?.policy == packed.address ? pair?.winner : nil
        if rules.isEmpty && winner == nil { return }
        let policy = policies.record(packed)
        var findings = rules.flatMap { $0.check(policy, input) }
        if let winner {
          let winner = try lookup[winner]
          findings += [FullyShadowed.finding(policy, winner: winner)].compactMap { $0 }
          pair = try shadowed.next()
        }
        if !findings.isEmpty { try deliver(findings) }
      }
    }
    if inventory.hasLegacyRetries {
      var meshes: Set<String> = []
      try policies.forEach { meshes.insert($0.mesh ?? "default") }
      try deliver(LegacyRetryBeside.check(meshes, inventory))
    }
  }
}
