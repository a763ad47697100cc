/// Kinds that Kuma itself warns of when a policy is applied.
enum DeprecatedKind: PolicyRule {
  static let text = RuleText(
    .deprecatedKind,
    why: """
      From 2.9 on Kuma calls more and more kinds of spec.targetRef deprecated and says so when the \
      policy is applied. The policy works.
      """,
    bad: .input(
      """
      type: MeshRetry
      mesh: default
      name: example
      spec:
        targetRef:
          kind: MeshService
          name: web
        to:
        - targetRef:
            kind: Mesh
          default:
            http:
              numRetries: 3
      """),
    good: """
      http:
        numRetries: 3
      """,
    releases: .having(.deprecatedMeshService))

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    guard let kind = policy.spec.targetRef.flatMap({ TargetKind(rawValue: $0.kind) }),
      let text = warning(kind, policy.release)
    else { return }
    report.add(
      .deprecatedKind, text, at: FieldPath([.key("spec"), .key("targetRef"), .key("kind")]),
      kuma: .init(stage: .validator, field: "", message: text))
  }

  /// Kuma's text. 2.11 and 2.12 name MeshSubset whatever the kind is.
  private static func warning(_ kind: TargetKind, _ release: Release) -> String? {
    let start = "value for 'targetRef.kind' is deprecated, use"
    let named = release.has(.deprecationNamesKind) ? kind : .meshSubset
    switch kind {
    case .meshService where !release.has(.deprecatedServiceSubset):
      return "MeshService \(start) MeshSubset with 'kuma.io/service' tag instead"
    case .meshSubset where release.has(.deprecatedMeshSubset),
      .meshService where release.has(.deprecatedServiceSubset),
      .meshServiceSubset where release.has(.deprecatedServiceSubset):
      return "\(named.rawValue) \(start) Dataplane with labels instead"
    case .meshHTTPRoute where release.has(.deprecatedMeshHTTPRoute):
      return "MeshHTTPRoute \(start) MeshHTTPRoute in spec.to[].targetRef"
    default: return nil
    }
  }
}
