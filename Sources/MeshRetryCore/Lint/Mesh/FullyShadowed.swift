/// Policies of which nothing is ever in force, because another one for the same proxies sets it all.
enum FullyShadowed: WholeMeshRule {
  static let texts = [
    RuleText(
      .fullyShadowed,
      why: """
        Of policies for the same proxies the later one in the order of merging wins, field by field: \
        up to 2.5 the larger name, from 2.6 on the smaller one. Here another policy sets every field \
        that this one sets. From 2.9 on an item for one service may win over a later policy's item \
        for the whole mesh, so only items for the same destination are compared there.
        """,
      bad: .inputs(
        MeshExample.policy(name: "a", "http: {numRetries: 3}"),
        MeshExample.policy(name: "b", "http: {numRetries: 5}")),
      good: .inputs(
        MeshExample.policy(name: "a", "http: {numRetries: 3}"),
        MeshExample.policy(name: "b", "http: {perTryTimeout: 5s}")))
  ]

  static func check(_ input: MeshInput) -> [Finding] {
    input.policies.sharedAudiences().flatMap { shadowed(Group($0, input), input) }
  }

  /// Policies for the same proxies.
  private struct Group {
    /// Their positions in the order of merging.
    let ordered: [Int]
    /// Hashes of the destinations that more than one item is for: what is set for another covers nothing.
    private let repeated: Set<Int>

    init(_ positions: [Int], _ input: MeshInput) {
      let isDescending = input.release.has(.nameOrderDescending)
      var named: [(name: String, position: Int)] = []
      var destinations: [Int] = []
      named.reserveCapacity(positions.count)
      for position in positions {
        let policy = input.policies[position]
        named.append((isDescending ? policy.displayName : policy.name.name, position))
        for item in policy.items { destinations.append(item.targetRef.hashValue) }
      }
      named.sort { a, b in
        isDescending
          ? b.name.utf8.lexicographicallyPrecedes(a.name.utf8)
          : a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
      }
      ordered = named.map(\.position)
      destinations.sort()
      repeated = Set(
        zip(destinations, destinations.dropFirst()).lazy.filter { $0 == $1 }.map { $0.0 })
    }

    func mayRepeat(_ destination: TargetRef) -> Bool { repeated.contains(destination.hashValue) }
  }

  /// What later policies set for one destination, and which is the last of them.
  private struct Coverage {
    var fields = ConfFields()
    /// The position of the winner.
    var winner: Int?
  }

  /// Goes from the last policy to the first, keeping what is set for each destination.
  ///
  /// Items for the whole mesh cover those for a service as long as the kind of a `to` targetRef does not
  /// count; for destinations that are resources it does, before names (Kuma's `resourcerules`).
  private static func shadowed(_ group: Group, _ input: MeshInput) -> [Finding] {
    let meshCoversAll = !input.release.has(.resourceRules)
    let mesh = TargetRef(kind: TargetKind.mesh.rawValue)
    var byTarget: [TargetRef: Coverage] = [:]
    var findings: [Finding] = []
    for position in group.ordered.reversed() {
      let policy = input.policies[position]
      let coverages = policy.items.map { item -> Coverage? in
        let own = byTarget[item.targetRef] ?? Coverage()
        let all = meshCoversAll ? byTarget[mesh] ?? Coverage() : Coverage()
        let isCovered = own.fields.union(all.fields).isSuperset(of: item.fields)
        return isCovered ? (own.winner == nil ? all : own) : nil
      }
      if !coverages.contains(where: { $0 == nil }), let last = coverages.last??.winner {
        let winner = input.policies[last]
        if winner.name != policy.name { findings.append(finding(policy, winner)) }
      }
      for item in policy.items where item.targetRef == mesh || group.mayRepeat(item.targetRef) {
        var coverage = byTarget[item.targetRef] ?? Coverage()
        coverage.fields.formUnion(item.fields)
        if coverage.winner == nil { coverage.winner = position }
        byTarget[item.targetRef] = coverage
      }
    }
    return findings
  }

  private static func finding(_ policy: PolicyRecord, _ winner: PolicyRecord) -> Finding {
    var finding = Finding(
      .fullyShadowed,
      "policy '\(policy.name.name)' has no effect: '\(winner.name.name)' sets every field of it for "
        + "the same proxies",
      at: policy.place(policy.targetRange), resource: policy.name)
    finding.related = [.init("the policy that wins", at: winner.place(winner.targetRange))]
    return finding
  }
}
