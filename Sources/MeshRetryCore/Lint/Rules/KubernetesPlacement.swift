import JSON

/// What a Kubernetes object leaves to defaults that are easily missed.
enum KubernetesPlacement: PolicyRule {
  static let text = RuleText(
    .kubernetesPlacement,
    why: """
      Up to 2.7 a MeshRetry may only stand in the system namespace, and without metadata.namespace \
      it lands wherever kubectl points. Without the label kuma.io/mesh it belongs to the mesh default.
      """,
    bad: .input(
      """
      apiVersion: kuma.io/v1alpha1
      kind: MeshRetry
      metadata:
        name: example
        namespace: kuma-system
      spec:
        targetRef:
          kind: Mesh
        to:
        - targetRef:
            kind: Mesh
          default:
            http:
              numRetries: 3
      """),
    good: .input(
      """
      apiVersion: kuma.io/v1alpha1
      kind: MeshRetry
      metadata:
        name: example
        namespace: kuma-system
        labels:
          kuma.io/mesh: default
      spec:
        targetRef:
          kind: Mesh
        to:
        - targetRef:
            kind: Mesh
          default:
            http:
              numRetries: 3
      """))

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    guard policy.form == .kubernetes, let metadata = policy.root["metadata"] else { return }
    if metadata["labels"]?[LabelKey.mesh] == nil {
      report.add(
        .kubernetesPlacement, "no label kuma.io/mesh: the policy belongs to the mesh 'default'",
        at: FieldPath("metadata"))
    }
    if metadata["namespace"] == nil && policy.release.has(.systemNamespaceOnly) {
      report.add(
        .kubernetesPlacement,
        "no namespace: this release takes the policy in the system namespace only",
        at: FieldPath("metadata"))
    }
  }
}
