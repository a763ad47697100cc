/// Names that nothing in the input answers to, though the resources of the mesh are there.
enum TargetsNothing: PolicyInMeshRule {
  static let texts = [
    RuleText(
      .targetsNothing,
      why: """
        The input has proxies of the mesh, and none of them answers to the targetRef. Kuma takes \
        such a policy without a word: it may be early, or misspelt.
        """,
      bad: .inputs(policy(to: "backned"), dataplane),
      good: .inputs(policy(to: "backend"), dataplane)),
    RuleText(
      .serviceNameStyle,
      why: """
        On Kubernetes a service is named name_namespace_svc_port in targetRefs, in universal by its \
        tag kuma.io/service. The name in the other style finds nothing.
        """,
      bad: .inputs(policy(to: "backend_shop_svc_8080"), dataplane),
      good: .inputs(policy(to: "backend"), dataplane)),
  ]

  static func applies(to inventory: MeshInventory) -> Bool { inventory.hasServices }

  static func check(_ policy: PolicyRecord, _ input: MeshInput) -> [Finding] {
    let mesh = input[policy.name.mesh]
    guard mesh.hasProxies || input.hasKubernetesServices else { return [] }
    var findings: [Finding] = []
    if mesh.hasProxies, let finding = topLevel(policy, mesh) { findings.append(finding) }
    for (name, item) in input.services(of: policy) {
      if let finding = service(name, policy.place(item.targetRange), policy, mesh, input) {
        findings.append(finding)
      }
    }
    return findings
  }

  private static func topLevel(
    _ policy: PolicyRecord, _ mesh: MeshIndex
  ) -> Finding? {
    let ref = policy.targetRef
    let name = ref.name ?? ""
    let wanted = ref.tags ?? StringMap()
    let isFound: Bool
    switch TargetKind(rawValue: ref.kind) {
    case .meshService, .meshServiceSubset:
      if policy.form == .kubernetes && !mesh.hasProxies { return nil }
      isFound = mesh.hasProxy(with: StringMap(wanted.entries + [(LabelKey.service, name)]))
    case .meshSubset: isFound = mesh.hasProxy(with: wanted)
    case .meshGateway: isFound = mesh.hasGateway(name)
    case .dataplane: isFound = name.isEmpty || mesh.hasDataplane(name)
    default: return nil
    }
    if isFound { return nil }
    let nearest = mesh.services.nearest(to: name)
    return Finding(
      .targetsNothing,
      "no proxy of mesh '\(policy.name.mesh ?? "")' in the input answers to "
        + "\(ref.kind)\(name.isEmpty ? "" : " '\(name)'")"
        + (nearest.map { "; did you mean '\($0)'?" } ?? ""),
      at: policy.place(policy.targetRange), path: "spec.targetRef", resource: policy.name)
  }

  private static func service(
    _ name: String, _ place: SourceLocation, _ policy: PolicyRecord,
    _ mesh: MeshIndex, _ input: MeshInput
  ) -> Finding? {
    if mesh.hasService(name) || input.hasKubernetesService(name) { return nil }
    if let plain = MeshInput.plainName(ofKubernetes: name), mesh.hasService(plain) {
      return Finding(
        .serviceNameStyle,
        "'\(name)' is a Kubernetes name, the mesh is universal; did you mean '\(plain)'?",
        at: place, resource: policy.name)
    }
    let full = input.kubernetesServices(named: name)
    if !full.isEmpty {
      return Finding(
        .serviceNameStyle,
        "on Kubernetes the service is named \(listed(full))", at: place, resource: policy.name)
    }
    let nearest = input.nearestService(to: name, in: mesh)
    return Finding(
      .targetsNothing,
      "no service '\(name)' in the input" + (nearest.map { "; did you mean '\($0)'?" } ?? ""),
      at: place, resource: policy.name)
  }

  /// The names; of many the first ones, as there may be a Service of that name in every namespace.
  private static func listed(_ names: [String]) -> String {
    let shown = names.count > namesShown + 1 ? names.prefix(namesShown) : names[...]
    let others = names.count - shown.count
    return (shown.map { "'\($0)'" } + (others == 0 ? [] : ["\(others) others"]))
      .joined(separator: " or ")
  }

  private static let namesShown = 5

  private static func policy(to service: String) -> String {
    MeshExample.policy(to: service, "http: {numRetries: 3}")
  }

  private static let dataplane = MeshExample.dataplane(service: "backend", protocol: "http")
}
