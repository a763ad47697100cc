/// Which MeshGateway a proxy belongs to.
///
/// Source: Kuma's `topology.SelectGateway`: the most specific selector wins, then the older gateway by
/// name; creation times are not known to files.
enum GatewaySelection {
  /// The gateway of a proxy; nil when none selects it.
  static func gateway(
    of dataplane: Dataplane, among gateways: [MeshGateway], _ release: Release
  ) -> MeshGateway? {
    guard release.has(.builtinGateways) else { return nil }
    let isBuiltin = dataplane.gateway?.isBuiltin ?? false
    guard isBuiltin || release.has(.gatewayOfEveryProxy) else { return nil }
    var best: (gateway: MeshGateway, rank: Rank)?
    for gateway in gateways where isInZone(gateway, dataplane, release) {
      for selector in gateway.selectors.isEmpty ? [StringMap()] : gateway.selectors {
        guard let rank = rank(of: selector, dataplane) else { continue }
        if best.map({ rank > $0.rank }) ?? true { best = (gateway, rank) }
      }
    }
    return best?.gateway
  }

  /// How specific a selector is: all its tags count, then those with a value.
  private struct Rank: Comparable {
    var exact = 0
    var wildcards = 0

    static func < (a: Rank, b: Rank) -> Bool {
      (a.exact + a.wildcards, a.exact) < (b.exact + b.wildcards, b.exact)
    }
  }

  /// The rank of a selector that matches the proxy; nil when it does not.
  private static func rank(of selector: StringMap, _ dataplane: Dataplane) -> Rank? {
    if selector.isEmpty { return Rank() }
    let matches =
      dataplane.inbounds.contains { $0.tags.matches(selector) }
      || dataplane.gateway?.tags.matches(selector) ?? false
    guard matches else { return nil }
    let wildcards = selector.entries.filter { $0.value == "*" }.count
    return Rank(exact: selector.entries.count - wildcards, wildcards: wildcards)
  }

  private static func isInZone(
    _ gateway: MeshGateway, _ dataplane: Dataplane, _ release: Release
  ) -> Bool {
    guard release.has(.zoneAndNamespaceFilter) else { return true }
    let origin = gateway.resource.labels[LabelKey.origin] ?? "global"
    guard origin != "global", let zone = dataplane.resource.labels[LabelKey.zone] else {
      return true
    }
    let gatewayZone = gateway.resource.labels[LabelKey.zone]
    return origin == "zone" && (gatewayZone == nil || gatewayZone == zone)
  }
}
