import JSON

/// What the listeners of a built-in gateway get.
///
/// Source: the MeshRetry plugin's gateway part: one lookup for the whole gateway up to 2.5, rules of
/// each listener from 2.6. The section `grpc` is never used.
struct GatewayRules {
  let release: Release
  let selection: ProxySelection
  /// The policies of the proxy, in merge order.
  let matched: [Policy]
  /// The ports that each policy selects, by its name.
  let ports: [String: [Int]]
  /// The rules of all those policies.
  let rules: RuleSet

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
      port: listener.port, protocol: name, section: .init(protocol: name))
    let rules = rules(ofPort: listener.port)
    if let rule = rules.rule(for: [:]) {
      result.conf = rule.conf
      result.origin = rule.origin
      result.fields = rules.fields(of: rule)
    }
    return result
  }

  private func rules(ofPort port: Int) -> RuleSet {
    guard release.has(.gatewayRulesPerListener) else { return rules }
    let own = matched.filter { ports[$0.name]?.contains(port) ?? false }
    // What could not be built has been said for the whole proxy.
    var warnings: [String] = []
    return RuleSet(own, selection, release, &warnings)
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
