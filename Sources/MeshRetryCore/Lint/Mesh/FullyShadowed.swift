/// Policies of which nothing is ever in force, because another one for the same proxies sets it all.
enum FullyShadowed: MeshRule {
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

  /// Who the policies are for: only those for the same proxies are compared.
  private struct Audience: Hashable {
    var mesh: String?
    var target: TargetRef
    var orderLabels: [String?]

    init(_ policy: PolicyRecord) {
      mesh = policy.name.mesh
      target = policy.targetRef
      orderLabels = policy.orderLabels
    }
  }

  static func check(_ input: MeshInput) -> [Finding] {
    var groups: [Audience: [Int]] = [:]
    groups.reserveCapacity(input.policies.count)
    for index in input.policies.indices {
      groups[Audience(input.policies[index]), default: []].append(index)
    }
    return groups.values.filter { $0.count > 1 }.flatMap { group in
      shadowed(
        group.map { input.policies[$0] }.sorted { precedes($0, $1, input.release) },
        input.release)
    }
  }

  /// The order of merging among policies for the same proxies.
  private static func precedes(_ a: PolicyRecord, _ b: PolicyRecord, _ release: Release) -> Bool {
    release.has(.nameOrderDescending)
      ? b.displayName.utf8.lexicographicallyPrecedes(a.displayName.utf8)
      : a.name.name.utf8.lexicographicallyPrecedes(b.name.name.utf8)
  }

  /// What later policies set for one destination, and the last of them.
  private struct Coverage {
    var fields = ConfFields()
    var winner: PolicyRecord?
  }

  /// Goes from the last policy to the first, keeping what is set for each destination.
  ///
  /// Items for the whole mesh cover those for a service as long as the kind of a `to` targetRef does not
  /// count; for destinations that are resources it does, before names (Kuma's `resourcerules`).
  private static func shadowed(_ ordered: [PolicyRecord], _ release: Release) -> [Finding] {
    let meshCoversAll = !release.has(.resourceRules)
    let mesh = TargetRef(kind: TargetKind.mesh.rawValue)
    var byTarget: [TargetRef: Coverage] = [:]
    var findings: [Finding] = []
    for policy in ordered.reversed() {
      let coverages = policy.items.map { item -> Coverage? in
        let own = byTarget[item.targetRef] ?? Coverage()
        let all = meshCoversAll ? byTarget[mesh] ?? Coverage() : Coverage()
        let isCovered = own.fields.union(all.fields).isSuperset(of: item.fields)
        return isCovered ? (own.winner == nil ? all : own) : nil
      }
      if !coverages.contains(where: { $0 == nil }), let winner = coverages.last??.winner,
        winner.name != policy.name
      {
        findings.append(finding(policy, winner))
      }
      for item in policy.items {
        var coverage = byTarget[item.targetRef] ?? Coverage()
        coverage.fields.formUnion(item.fields)
        if coverage.winner == nil { coverage.winner = policy }
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
