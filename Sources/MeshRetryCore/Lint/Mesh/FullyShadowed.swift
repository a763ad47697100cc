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

  /// What there is to say of a policy and the one that wins over it.
  static func finding(_ policy: PolicyRecord, winner: PolicyRecord) -> Finding? {
    // A policy that is there twice is one to Kuma.
    if winner.name == policy.name { return nil }
    var finding = Finding(
      .fullyShadowed,
      "policy '\(policy.name.name)' has no effect: '\(winner.name.name)' sets every field of it for "
        + "the same proxies",
      at: policy.place(policy.targetRange), resource: policy.name)
    finding.related = [.init("the policy that wins", at: winner.place(winner.targetRange))]
    return finding
  }
}
