import JSON

/// Other policies have `from`; MeshRetry never had.
enum FromHasNoEffect: PolicyRule {
  static let text = RuleText(
    .fromHasNoEffect,
    why: """
      Retries are made by the proxy of the client, so MeshRetry has only 'to'. A 'from' is read by \
      nobody, in any release.
      """,
    bad: .input(
      """
      type: MeshRetry
      mesh: default
      name: example
      spec:
        targetRef:
          kind: Mesh
        from:
        - targetRef:
            kind: Mesh
          default:
            http:
              numRetries: 1
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
      """)

  static let isAboutKeys = true

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    guard let member = policy.root["spec"]?.member("from") else { return }
    report.add(
      .fromHasNoEffect, "MeshRetry has no 'from': it has no effect", atKey: member.key,
      path: FieldPath("spec").key("from"), help: "retries are made by the client: use 'to'")
  }
}
