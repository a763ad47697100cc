import JSON

/// The references of a mesh's policies and proxies that lead to nothing.
struct MeshReferences {
  private let mesh: MeshSnapshot
  private let release: Release
  private let routes: RouteReferences
  private let resources: ResourceReferences
  private let backends: BackendReferences
  private let services: Set<String>
  private let callers: Set<String>

  init(_ mesh: MeshSnapshot, release: Release) {
    self.mesh = mesh
    self.release = release
    routes = RouteReferences(mesh.routes, release: release)
    resources = ResourceReferences(mesh, release: release)
    backends = BackendReferences(mesh.destinations)
    services = Set(ServiceProtocols(mesh, release).services)
    callers = Set(
      mesh.dataplanes.flatMap { proxy in
        proxy.inbounds.compactMap { $0.tags[LabelKey.service] }
          + [proxy.gateway?.tags[LabelKey.service]].compactMap { $0 }
      })
  }

  var findings: [Finding] {
    mesh.policies.flatMap { policy in
      top(policy) + policy.items.indices.flatMap { item(policy, $0) }
    } + mesh.dataplanes.flatMap(outbounds)
  }

  // MARK: Policies

  private func top(_ policy: Policy) -> [Finding] {
    guard let ref = policy.targetRef else { return [] }
    let name = ref.name ?? ""
    let message: String
    switch TargetKind(rawValue: ref.kind) {
    case .meshHTTPRoute where routes.route(ref, of: policy.resource) == nil:
      message = "MeshHTTPRoute '\(name)' is not in the input: the policy selects nothing"
    case .meshGateway
    where !mesh.gateways.contains { routes.names($0.resource, name, of: policy.resource) }:
      message = "MeshGateway '\(name)' is not in the input: the policy selects nothing"
    case .meshService where hasRealProxies && name != "*" && !callers.contains(name):
      message = "no Dataplane has the service '\(name)': the policy selects nothing"
    default: return []
    }
    return [finding(message, policy, FieldPath("spec").key("targetRef"), ref)]
  }

  private func item(_ policy: Policy, _ index: Int) -> [Finding] {
    let ref = policy.items[index].targetRef
    let kind = TargetKind(rawValue: ref.kind)
    let name = ref.name ?? ref.labels.map(Self.text) ?? ""
    let isFound =
      release.has(.resourceRules) && !resources.targets(of: ref, in: policy.resource).isEmpty
    switch kind {
    case .meshService where !isFound && !services.contains(name) && hasDestinations: break
    case .meshExternalService where !isFound && release.has(.resourceRules): break
    case .meshMultiZoneService where !isFound && release.has(.resourceRules): break
    case .meshHTTPRoute where !isFound && release.has(.routeRulesByResource): break
    default: return []
    }
    let path = FieldPath("spec").key("to").index(index).key("targetRef")
    return [
      finding(
        "\(ref.kind) '\(name)' is not in the input: the item applies to nothing", policy,
        path, ref)
    ]
  }

  private func finding(
    _ message: String, _ policy: Policy, _ path: FieldPath, _ ref: TargetRef
  ) -> Finding {
    let path = path.key(ref.name == nil ? "labels" : "name")
    return Finding(
      .targetsNothing, message, at: policy.resource.location(path), path: path.description,
      resource: policy.resource.identity)
  }

  private static func text(_ labels: StringMap) -> String {
    labels.sorted.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
  }

  // MARK: Proxies

  /// Whether there are proxies that were read, not made up: without, nothing is known of services.
  private var hasRealProxies: Bool { mesh.dataplanes.contains { $0.resource.file != nil } }

  private var hasDestinations: Bool { hasRealProxies || !mesh.destinations.isEmpty }

  private func outbounds(_ dataplane: Dataplane) -> [Finding] {
    guard dataplane.resource.file != nil else { return [] }
    return dataplane.outbounds.enumerated().compactMap { index, outbound in
      let path = dataplane.resource.bodyPath("networking", "outbound").index(index)
      if let ref = outbound.backendRef, release.has(.resourceRules) {
        guard backends.destination(ref, of: dataplane.resource) == nil else { return nil }
        let name = ref.name ?? Self.text(ref.labels)
        return Finding(
          .unresolvedReference, "\(ref.kind) '\(name)' of an outbound is not in the input",
          at: dataplane.resource.location(path.key("backendRef").key("name")),
          path: path.key("backendRef").description, resource: dataplane.resource.identity)
      }
      guard let service = outbound.service, !services.contains(service) else { return nil }
      let tag = path.key("tags").key(LabelKey.service)
      return Finding(
        .unresolvedReference,
        "nobody offers the service '\(service)' of an outbound: its protocol is unknown",
        at: dataplane.resource.location(tag), path: tag.description,
        resource: dataplane.resource.identity)
    }
  }
}
