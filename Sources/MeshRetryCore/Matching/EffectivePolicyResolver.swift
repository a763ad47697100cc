import JSON

/// Resolves what the proxies of a mesh get, by the rules of a release.
///
/// Source: Kuma's `matchers.MatchedPolicies` and the MeshRetry plugin, 2.2 to 2.14. A resolver keeps what
/// proxies have in common; each thread needs one of its own, which `copy` gives.
public final class EffectivePolicyResolver {
  let release: Release
  let mesh: MeshSnapshot
  let protocols: ServiceProtocols
  let matcher: PolicyMatcher
  let resources: ResourceReferences?
  let backends: BackendReferences
  private let cache = RuleCache()

  /// A resolver for one mesh.
  public init(_ mesh: MeshSnapshot, release: Release) {
    self.mesh = mesh
    self.release = release
    protocols = ServiceProtocols(mesh, release)
    backends = BackendReferences(mesh.destinations)
    matcher = PolicyMatcher(
      mesh.policies, gateways: mesh.gateways, routes: mesh.routes, release: release)
    resources =
      release.has(.resourceRules) ? ResourceReferences(mesh, release: release) : nil
  }

  private init(copying other: EffectivePolicyResolver) {
    release = other.release
    mesh = other.mesh
    protocols = other.protocols
    matcher = other.matcher
    resources = other.resources
    backends = other.backends
  }

  /// A resolver of the same mesh, for another thread.
  public func copy() -> EffectivePolicyResolver { EffectivePolicyResolver(copying: self) }

  /// What a proxy gets.
  public func resolve(_ dataplane: Dataplane) -> EffectiveMeshRetry {
    let match = matcher.match(dataplane)
    let rules = rules(match.members)
    var result = EffectiveMeshRetry(
      release: release, mesh: mesh.name, dataplane: dataplane.resource.name)
    result.policies = rules.policies
    result.toRules = rules.toRules
    result.toResourceRules = rules.toResourceRules
    result.encodedRules = rules.encoded
    warn(of: match, rules, &result)
    let routes = RouteDestinations(dataplane, match.gateway, matcher.references, resources)
    let destinations = DestinationResolver(
      release: release, mesh: mesh, protocols: protocols, dataplane: dataplane, rules: rules,
      routes: routes,
      backends: backends)
    result.outbounds = destinations.outbounds()
    if let gateway = match.gateway, dataplane.gateway?.isBuiltin ?? false {
      let listeners = GatewayRules(
        release: release, match: match, rules: rules, routes: routes,
        rulesOf: self.rules)
      result.gatewayListeners = listeners.listeners(of: gateway)
    }
    return result
  }

  /// The body of Kuma's inspect API for a proxy, with its MeshRetry entries.
  public func inspect(_ dataplane: Dataplane) -> JSONValue {
    let match = matcher.match(dataplane)
    let rules = InspectedRules(match, kind: .meshRetry, matcher.references, resources)
    let routes = RouteDestinations(dataplane, match.gateway, matcher.references, resources)
    return InspectBody(mesh, release: release).value(
      of: dataplane, [rules], routes: routes.routes)
  }

  private func rules(_ members: [PolicyMatch.Member]) -> ResolvedRules {
    cache.rules(members.map(\.index)) {
      ResolvedRules(members.map(\.policy), kind: .meshRetry, matcher.references, resources)
    }
  }

  private func warn(
    of match: PolicyMatch, _ rules: ResolvedRules, _ result: inout EffectiveMeshRetry
  ) {
    if release.has(.warningsForReferences) {
      result.warnings += match.unresolved.map { $0.warning(release) }
    }
    if let legacy = mesh.legacyRetry { result.warnings.append(legacy) }
    if let failure = rules.byTags.failure {
      result.warnings.append("couldn't create To rules: \(failure)")
    }
  }
}
