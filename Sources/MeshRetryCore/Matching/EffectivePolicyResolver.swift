import JSON

/// Resolves what the proxies of a mesh get, by the rules of a release.
///
/// Source: Kuma's `matchers.MatchedPolicies` and the MeshRetry plugin, 2.2 to 2.14.
public struct EffectivePolicyResolver: Sendable {
  let release: Release
  let mesh: MeshSnapshot
  let protocols: ServiceProtocols

  /// A resolver for one mesh.
  public init(_ mesh: MeshSnapshot, release: Release) {
    self.mesh = mesh
    self.release = release
    protocols = ServiceProtocols(mesh, release)
  }

  /// What a proxy gets.
  public func resolve(_ dataplane: Dataplane) -> EffectiveMeshRetry {
    var result = EffectiveMeshRetry(
      release: release, mesh: mesh.name, dataplane: dataplane.resource.name)
    let gateway = GatewaySelection.gateway(of: dataplane, among: mesh.gateways, release)
    let selection = ProxySelection(
      release: release, dataplane: dataplane, gateway: gateway, routes: mesh.routes)
    let (matched, ports) = match(selection, &result.warnings)
    result.policies = matched.map {
      .init(name: $0.name, targetRef: $0.targetRef?.json(release))
    }
    let rules = RuleSet(matched, selection, release, &result.warnings)
    result.toRules = rules.toRules
    let resources =
      release.has(.resourceRules)
      ? ResourceRuleSet(ResourceRuleBuilder(release: release, mesh: mesh, policies: matched))
      : nil
    result.toResourceRules = resources?.toResourceRules ?? []
    result.outbounds = dataplane.outbounds.map {
      outbound($0, of: dataplane, rules, resources)
    }
    if let gateway, dataplane.gateway?.isBuiltin ?? false {
      let listeners = GatewayRules(
        release: release, selection: selection, matched: matched, ports: ports, rules: rules)
      result.gatewayListeners = listeners.listeners(of: gateway)
    }
    return result
  }

  /// The policies that select the proxy, in merge order, with the gateway ports that each selects.
  private func match(
    _ selection: ProxySelection, _ warnings: inout [String]
  ) -> ([Policy], [String: [Int]]) {
    var matched: [Policy] = []
    var ports: [String: [Int]] = [:]
    for policy in mesh.policies {
      do {
        let selected = try selection.select(policy)
        if selected.isEmpty { continue }
        matched.append(policy)
        ports[policy.name] = selected.listenerPorts
      } catch {
        if release.has(.warningsForReferences) {
          warnings.append(
            "unable to resolve TargetRef on policy: mesh:\(mesh.name) name:\(policy.name) "
              + "error:\(GoQuote.quote(error.message))")
        }
      }
    }
    return (PolicyOrder(release: release).sorted(matched), ports)
  }

  // MARK: Outbounds

  private func outbound(
    _ outbound: Dataplane.Outbound, of dataplane: Dataplane, _ rules: RuleSet,
    _ resources: ResourceRuleSet?
  ) -> EffectiveMeshRetry.Outbound {
    if let ref = outbound.backendRef, let resources {
      return resourceOutbound(outbound, ref, of: dataplane, resources)
    }
    let name = protocols[outbound.service ?? ""]
    var result = EffectiveMeshRetry.Outbound(
      address: outbound.address, port: outbound.port, service: outbound.service,
      protocol: name, section: .init(protocol: name))
    if let rule = rules.rule(for: [LabelKey.service: outbound.service ?? ""]) {
      result.conf = rule.conf
      result.origin = rule.origin
      result.fields = rules.fields(of: rule)
    }
    return result
  }

  private func resourceOutbound(
    _ outbound: Dataplane.Outbound, _ ref: Dataplane.BackendRef, of dataplane: Dataplane,
    _ resources: ResourceRuleSet
  ) -> EffectiveMeshRetry.Outbound {
    var result = EffectiveMeshRetry.Outbound(
      address: outbound.address, port: outbound.port, service: nil,
      protocol: ServiceProtocols.unknown)
    guard let destination = destination(ref, of: dataplane) else { return result }
    let port = destination.ports.first { $0.number == ref.port } ?? destination.ports.first
    let key = KRI(destination.resource)
    result.resource = key.with(section: port?.section ?? "").description
    result.protocol = ServiceProtocols.parse(port?.protocol ?? "tcp")
    result.section = .init(protocol: result.protocol)
    // An explicit outbound is looked up by the number of the port, whatever the port's name.
    var keys = [key.with(section: (ref.port ?? port?.number).map(String.init) ?? ""), key]
    if destination.resource.type == "MeshExternalService",
      !release.has(.resourceLookupOfExternalServices)
    {
      keys = []
    }
    if let mesh = mesh.mesh { keys.append(KRI(mesh)) }
    if let rule = resources.rule(for: keys) {
      result.conf = rule.conf
      result.origin = rule.origin
      result.fields = resources.fields(of: rule)
    }
    return result
  }

  /// The resource that an outbound names: by labels, or by name, one of the proxy's own zone and
  /// namespace first.
  private func destination(
    _ ref: Dataplane.BackendRef, of dataplane: Dataplane
  ) -> Destination? {
    let candidates = mesh.destinations.filter { $0.resource.type == ref.kind }
    if !ref.labels.isEmpty {
      return candidates.first { candidate in
        ref.labels.entries.allSatisfy { candidate.resource.labels[$0.key] == $0.value }
      }
    }
    let named = candidates.filter {
      $0.resource.displayName == ref.name || $0.resource.name == ref.name
    }
    let labels = dataplane.resource.labels
    return named.first {
      $0.resource.labels[LabelKey.zone] == labels[LabelKey.zone]
        && $0.resource.labels[LabelKey.namespace] == labels[LabelKey.namespace]
    } ?? named.first
  }
}
