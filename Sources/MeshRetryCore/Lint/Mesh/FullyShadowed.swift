/// Policies of which nothing is ever in force, because another one for the same proxies sets it all.
enum FullyShadowed: MeshRule {
  static let texts = [
    RuleText(
      .fullyShadowed,
      why: """
        Of policies for the same proxies the later one in the order of merging wins, field by field: \
        up to 2.5 the larger name, from 2.6 on the smaller one. Here another policy sets every field \
        that this one sets.
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
    var kind: String
    var name: String?
    var tags: [String]
    var labels: [String]
    var rest: [String?]
  }

  static func check(_ input: MeshInput) -> [Finding] {
    let groups = Dictionary(grouping: input.policies, by: audience)
    return groups.values.filter { $0.count > 1 }.flatMap { policies in
      let ordered = policies.sorted { precedes($0, $1, input.release) }
      return ordered.indices.compactMap { index in
        finding(ordered[index], later: ordered[(index + 1)...])
      }
    }
  }

  private static func audience(_ policy: PolicyRecord) -> Audience {
    let ref = policy.targetRef
    return Audience(
      mesh: policy.name.mesh, kind: ref.kind, name: ref.name,
      tags: MeshInventory.lines(ref.tags ?? StringMap()),
      labels: MeshInventory.lines(ref.labels ?? StringMap()),
      rest: [ref.namespace, ref.sectionName, ref.proxyTypes?.joined(separator: ",")]
        + policy.orderLabels)
  }

  /// The order of merging among policies for the same proxies.
  private static func precedes(_ a: PolicyRecord, _ b: PolicyRecord, _ release: Release) -> Bool {
    release.has(.nameOrderDescending)
      ? b.displayName.utf8.lexicographicallyPrecedes(a.displayName.utf8)
      : a.name.name.utf8.lexicographicallyPrecedes(b.name.name.utf8)
  }

  private static func finding(
    _ policy: PolicyRecord, later: ArraySlice<PolicyRecord>
  ) -> Finding? {
    guard !policy.items.isEmpty, let last = later.last, last.name != policy.name else { return nil }
    var winners: [PolicyRecord] = []
    for item in policy.items {
      let covering = later.filter { other in
        other.items.contains { covers($0, item) }
      }
      let fields = covering.flatMap(\.items).filter { covers($0, item) }
        .reduce(into: ConfFields()) { $0.formUnion($1.fields) }
      guard fields.isSuperset(of: item.fields), let winner = covering.last else { return nil }
      winners.append(winner)
    }
    guard let winner = winners.last else { return nil }
    var finding = Finding(
      .fullyShadowed,
      "policy '\(policy.name.name)' has no effect: '\(winner.name.name)' sets every field of it for "
        + "the same proxies",
      at: policy.targetPlace, resource: policy.name)
    finding.related = [.init("the policy that wins", at: winner.targetPlace)]
    return finding
  }

  private static func covers(_ wide: PolicyRecord.Item, _ narrow: PolicyRecord.Item) -> Bool {
    wide.targetRef == narrow.targetRef || wide.targetRef == TargetRef(kind: "Mesh")
  }
}
