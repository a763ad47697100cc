import JSON

/// What the listeners of a built-in gateway get.
///
/// Source: the MeshRetry plugin's gateway part: one lookup for the whole gateway up to 2.5, rules of
/// each listener from 2.6. The section `grpc` is never used.
struct GatewayRules {
  let release: Release
  /// The policies of the proxy.
  let match: PolicyMatch
  /// The rules of all those policies.
  let rules: ResolvedRules
  /// The routes of the proxy.
  let routes: RouteDestinations
  /// The rules of some of the matched policies.
  let rulesOf: ([PolicyMatch.Member]) -> ResolvedRules

  /// One entry for each port of the gateway.
  func listeners(of gateway: MeshGateway) -> [EffectiveMeshRetry.GatewayListener] {
    var seen = Set<Int>()
    return gateway.listeners.filter { seen.insert($0.port).inserted }.map(listener)
  }

  private func listener(
    _ listener: MeshGateway.Listener
  ) -> EffectiveMeshRetry.GatewayListener {
    let name = protocolName(listener.protocol)
    var result = EffectiveMeshRetry.GatewayListener(
      port: listener.port, protocol: name, section: .init(usedBy: name))
    let rules = rules(ofPort: listener.port)
    let applied = rules.applied(to: [:])
    if let applied {
      result.conf = applied.conf
      result.origin = applied.origin
      result.fields = applied.fields
    }
    if release.has(.perRoutePolicies) {
      for (route, hash) in routes.hashes(ofPort: listener.port) {
        let own = rules.applied(to: [LabelKey.routeMatches: hash])
        if let own, own.rule != applied?.rule {
          result.routes.append(.init(route: route.name, matches: hash, own))
        }
      }
    }
    result.reason = .init(result.section, result.conf, name, isKnown: true)
    return result
  }

  private func rules(ofPort port: Int) -> ResolvedRules {
    guard release.has(.gatewayRulesPerListener) else { return rules }
    return rulesOf(match.members(ofPort: port))
  }

  private func protocolName(_ text: String) -> String {
    switch text.uppercased() {
    case "HTTP": "http"
    case "TCP": "tcp"
    case "HTTPS" where release.has(.secureGatewayListeners): "http"
    case "TLS" where release.has(.secureGatewayListeners): "tcp"
    default: ServiceProtocols.unknown
    }
  }
}
