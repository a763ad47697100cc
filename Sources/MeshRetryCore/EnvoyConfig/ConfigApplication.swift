import JSON

/// Sets a proxy's policies in a configuration that is given, as the control plane does.
///
/// Which listener belongs to which destination: by address and port, by name, by the resource or the
/// route configuration that it names. Source of the placement: Kuma's plugin, 2.2 to
/// 2.14.
public struct ConfigApplication {
  private let proxy: ProxyRetries
  private let names: FieldNames?
  private let repairs: Bool
  private let mapping: RetryPolicyMapping
  private let routeRules: RouteRules
  private var byName: [String: Int] = [:]
  private var gateways: [Int: Int] = [:]
  private var placed: Set<Int> = []
  /// Route configurations that listeners fetch, and the destinations of those listeners.
  private var fetchedRoutes: [String: Int] = [:]

  /// An application of a proxy's policies.
  ///
  /// - Parameters:
  ///   - names: the spelling of what is written; nil takes that of the place.
  ///   - repairs: whether policies of routes are repaired, as those of the proxy may be.
  public init(_ proxy: ProxyRetries, names: FieldNames? = nil, repairs: Bool = false) {
    self.proxy = proxy
    self.names = names
    self.repairs = repairs
    mapping = RetryPolicyMapping(release: proxy.release)
    routeRules = RouteRules(proxy.node, release: proxy.release)
    for (index, entry) in proxy.entries.enumerated() {
      let destination = entry.destination
      if destination.isGateway {
        if gateways[destination.port] == nil { gateways[destination.port] = index }
        continue
      }
      // What comes first is surer; of two outbounds of one service the first has the service's names.
      let keys = [
        "@" + EnvoyDestination.joined(destination.address, destination.port), destination.listener,
        destination.routeConfiguration, destination.isResource ? destination.name : nil,
      ]
      for key in keys.compactMap({ $0 }) where byName[key] == nil { byName[key] = index }
    }
  }

  /// Writes a configuration with the policies in it, as it came otherwise.
  ///
  /// - Parameter passOn: is called now and then to take what the writer holds.
  /// - Returns: what Envoy refuses of the retry policies and TCP proxies that stay as they came.
  @discardableResult
  public mutating func write(
    _ root: JSONNode, to writer: inout JSONWriter,
    passOn: (inout JSONWriter) throws -> Void
  ) throws -> [ConfigProblem] {
    var edits = ConfigEdits()
    let parts = ConfigParts(root)
    for listener in parts.listeners { apply(listener, &edits) }
    for routes in parts.routeConfigurations {
      guard let index = destination(ofRoutes: routes) else { continue }
      apply(routes: routes, of: index, &edits)
    }
    edits.prepare()
    try edits.write(root, to: &writer, passOn: passOn)
    return ConfigCheck(root).problems.filter { !edits.replaces($0.node) }
  }

  /// What found no place in the configurations written so far.
  public func unplaced(in file: String) -> [Finding] {
    proxy.entries.enumerated().compactMap { index, entry in
      guard !placed.contains(index), entry.action != .leave, entry.action != .clear else {
        return nil
      }
      let destination = entry.destination
      let place = EnvoyDestination.joined(destination.address, destination.port)
      return Finding(
        .notApplied,
        "no place for the policy of \(destination.name ?? destination.listener): no listener on "
          + "\(place) with \(destination.isHTTP ? "routes" : "a TCP proxy")",
        at: SourceLocation(file: file, range: entry.node.range), path: entry.path,
        resource: ResourceName(
          type: "Dataplane", mesh: proxy.document.mesh, name: proxy.document.dataplane))
    }
  }

  // MARK: Which destination

  private func destination(ofListener listener: JSONNode) -> Int? {
    let name = listener["name"]?.string
    if let socket = listener.socketAddress {
      if let index = byName["@" + EnvoyDestination.joined(socket.address, socket.port)] {
        return index
      }
      if let index = gateways[socket.port], name.flatMap(Self.gatewayPort) == socket.port {
        return index
      }
    }
    if listener.field("trafficDirection")?.hasText("INBOUND") == true { return nil }
    if let index = name.flatMap({ byName[$0] }) { return index }
    let tags = listener.field("metadata")?.field("filterMetadata")?["io.kuma.tags"]
    if let index = tags?["kuma.io/unified-name"]?.string.flatMap({ byName[$0] }) { return index }
    let routes = listener.field("filterChains")?.elements.first { _ in true }?
      .connectionManager?.field("routeConfig")?["name"]?.string
    return routes.flatMap { byName[$0] }
  }

  private func destination(ofRoutes routes: JSONNode) -> Int? {
    guard let name = routes["name"]?.string else { return nil }
    if let index = fetchedRoutes[name] ?? byName[name] { return index }
    return Self.gatewayPort(name).flatMap { gateways[$0] }
  }

  /// The port in a gateway's names: `edge:HTTP:8080`, `edge:HTTP:8080:*`.
  private static func gatewayPort(_ name: String) -> Int? {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 3, ["HTTP", "HTTPS", "TCP", "TLS"].contains(parts[1]) else { return nil }
    return Int(parts[2])
  }

  // MARK: Placement

  private mutating func apply(_ listener: JSONNode, _ edits: inout ConfigEdits) {
    guard let index = destination(ofListener: listener) else { return }
    let action = proxy.entries[index].action
    let names = self.names ?? listener.names(toldBy: "filterChains")
    let chains = listener.field("filterChains")?.elements.map { $0 } ?? []
    // Kuma since 2.3: the loop over filter chains ends in its first turn.
    for chain in proxy.release.has(.policyOnRoutes) ? Array(chains.prefix(1)) : chains {
      switch proxy.entries[index].destination.section {
      case .tcp:
        guard let attempts = action.maxConnectAttempts, let tcpProxy = chain.tcpProxy else {
          continue
        }
        edits.set("maxConnectAttempts", to: .integer(attempts), in: tcpProxy, names)
        placed.insert(index)
      case .http, .grpc:
        guard let manager = chain.connectionManager else { continue }
        if let name = manager.field("rds")?.field("routeConfigName")?.string {
          fetchedRoutes[name] = index
        }
        if let routes = manager.field("routeConfig") { apply(routes: routes, of: index, &edits) }
      case nil: break
      }
    }
  }

  private mutating func apply(
    routes configuration: JSONNode, of index: Int, _ edits: inout ConfigEdits
  ) {
    let entry = proxy.entries[index]
    let names = self.names ?? configuration.names(toldBy: "virtualHosts")
    guard entry.destination.section == .http || entry.destination.section == .grpc else { return }
    // All routes share one policy, and one copy of its JSON.
    let shared = Member(entry.action, names)
    for virtualHost in configuration.field("virtualHosts")?.elements.map({ $0 }) ?? [] {
      if !proxy.release.has(.policyOnRoutes) {
        place(shared, in: virtualHost, names, index, &edits)
        continue
      }
      for route in virtualHost["routes"]?.elements.map({ $0 }) ?? [] {
        guard let action = route["route"], action.kind == .object else { continue }
        let own = ownPolicy(of: route, entry).map { Member(.set($0), names) }
        place(own ?? shared, in: action, names, index, &edits)
      }
    }
  }

  /// What becomes of the member `retryPolicy` of a route or virtual host.
  private enum Member {
    case leave, remove, set(JSONValue)

    init(_ action: RetryAction, _ names: FieldNames) {
      switch action {
      case .leave, .connectAttempts: self = .leave
      case .clear: self = .remove
      case .set(let policy): self = .set(policy.json(names: names))
      }
    }
  }

  /// The policy of the route's own rule; nil when the destination's counts, which a rule without a
  /// policy cannot switch off (Kuma 2.7 to 2.14).
  private func ownPolicy(
    of route: JSONNode, _ entry: ProxyRetries.Entry
  ) -> RetryPolicy? {
    let section = entry.destination.section
    guard !routeRules.isEmpty,
      let conf = routeRules.conf(route: route["name"]?.string ?? "", of: entry.destination)
    else { return nil }
    let action = mapping.action(section, conf)
    return (repairs ? action.repaired(mapping.remarks(section, conf)) : action).policy
  }

  private mutating func place(
    _ member: Member, in object: JSONNode, _ names: FieldNames, _ index: Int,
    _ edits: inout ConfigEdits
  ) {
    switch member {
    case .leave: return
    case .remove: edits.set("retryPolicy", to: nil, in: object, names)
    case .set(let policy): edits.set("retryPolicy", to: policy, in: object, names)
    }
    placed.insert(index)
  }
}
