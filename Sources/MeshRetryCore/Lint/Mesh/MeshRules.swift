/// The rules that need the resources of the mesh beside the policy.
enum MeshRules {
  static let texts: [RuleText] = []
}
