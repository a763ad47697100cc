import JSON

/// Envoy listeners and route configurations for a proxy's destinations, as Kuma lays them out.
public struct ListenerBuilder: Sendable {
  /// The release whose placement applies.
  public let release: Release
  /// The timeout of routes; 0 is none.
  public let routeTimeout: GoDuration

  /// A builder; without a timeout the routes have none.
  public init(release: Release, routeTimeout: GoDuration = .zero) {
    self.release = release
    self.routeTimeout = routeTimeout
  }

  /// `envoy.config.listener.v3.Listener`.
  public func listener(_ destination: EnvoyDestination, _ action: RetryAction) -> JSONValue {
    let filter =
      destination.isHTTP
      ? connectionManager(destination, action) : tcpProxy(destination, action)
    return [
      "name": .string(destination.listener),
      "address": .socketAddress(destination.address, destination.port),
      "filterChains": [["filters": [filter]]],
      "trafficDirection": destination.isGateway ? "INBOUND" : "OUTBOUND",
    ]
  }

  /// `envoy.config.route.v3.RouteConfiguration`; nil for a destination without routes.
  public func routeConfiguration(
    _ destination: EnvoyDestination, _ action: RetryAction
  ) -> JSONValue? {
    guard destination.isHTTP else { return nil }
    var route: JSONObject = [
      "cluster": .string(destination.cluster), "timeout": routeTimeout.protobufJSON,
    ]
    var virtualHost: JSONObject = [
      "name": .string(destination.isGateway ? "*" : destination.cluster), "domains": ["*"],
    ]
    let policy = action.policy?.json()
    if release.has(.policyOnRoutes) { route["retryPolicy"] = policy }
    virtualHost["routes"] = [["match": ["prefix": "/"], "route": .object(route)]]
    if !release.has(.policyOnRoutes) { virtualHost["retryPolicy"] = policy }
    // Kuma: clusters come on their own, so routes must load before them.
    return [
      "name": .string(destination.routeConfiguration), "virtualHosts": [.object(virtualHost)],
      "validateClusters": false,
    ]
  }

  private func connectionManager(
    _ destination: EnvoyDestination, _ action: RetryAction
  ) -> JSONValue {
    var manager: JSONObject = [
      "@type": .typeURL(
        "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"),
      "statPrefix": .string(destination.statPrefix),
    ]
    manager["routeConfig"] = routeConfiguration(destination, action)
    manager["httpFilters"] = [
      [
        "name": "envoy.filters.http.router",
        "typedConfig": ["@type": .typeURL("envoy.extensions.filters.http.router.v3.Router")],
      ]
    ]
    return [
      "name": "envoy.filters.network.http_connection_manager", "typedConfig": .object(manager),
    ]
  }

  private func tcpProxy(_ destination: EnvoyDestination, _ action: RetryAction) -> JSONValue {
    var proxy: JSONObject = [
      "@type": .typeURL("envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy"),
      "statPrefix": .string(destination.statPrefix), "cluster": .string(destination.cluster),
    ]
    proxy["maxConnectAttempts"] = action.maxConnectAttempts.map { .integer($0) }
    return ["name": "envoy.filters.network.tcp_proxy", "typedConfig": .object(proxy)]
  }
}

extension JSONValue {
  /// `core.v3.Address` of a TCP socket.
  static func socketAddress(_ address: String, _ port: Int) -> JSONValue {
    ["socketAddress": ["address": .string(address), "portValue": .integer(port)]]
  }
}
