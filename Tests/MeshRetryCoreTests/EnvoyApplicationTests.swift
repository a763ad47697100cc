import JSON
import MeshRetryCore
import Testing

@Suite struct EnvoyApplicationTests {
  private func applied(_ proxy: ProxyRetries, _ config: String) throws -> String {
    var application = ConfigApplication(proxy)
    var writer = JSONWriter()
    try application.write(envoyNode(config), to: &writer) { _ in }
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private func listener(_ route: String, name: String = "x", names: Bool = false) -> String {
    names
      ? """
      {"name":"\(name)","address":{"socket_address":{"address":"127.0.0.1","port_value":10001}},"filter_chains":[{"filters":[{"name":"envoy.filters.network.http_connection_manager","typed_config":{"route_config":{"virtual_hosts":[{"routes":[{"route":\(route)}]}]}}}]}]}
      """
      : """
      {"name":"\(name)","address":{"socketAddress":{"address":"127.0.0.1","portValue":10001}},"filterChains":[{"filters":[{"name":"envoy.filters.network.http_connection_manager","typedConfig":{"routeConfig":{"virtualHosts":[{"routes":[{"route":\(route)}]}]}}}]}]}
      """
  }

  private let policy = #"{"retryOn":"5xx","numRetries":2}"#
  private let conf = #"{"http":{"retryOn":["5xx"],"numRetries":2}}"#

  @Test func keepsTheRestAndTheSpelling() throws {
    let proxy = try envoyProxy(envoyOutbound("http", conf))
    let route = #"{"zz":1.10,"cluster":"c"}"#
    #expect(
      try applied(proxy, listener(route))
        == listener(#"{"zz":1.10,"cluster":"c","retryPolicy":\#(policy)}"#))
    #expect(
      try applied(proxy, listener(route, names: true))
        == listener(
          #"{"zz":1.10,"cluster":"c","retry_policy":{"retry_on":"5xx","num_retries":2}}"#,
          names: true))
  }

  @Test func replacesInPlace() throws {
    let proxy = try envoyProxy(envoyOutbound("http", conf))
    #expect(
      try applied(proxy, listener(#"{"retryPolicy":{"numRetries":9},"cluster":"c"}"#))
        == listener(#"{"retryPolicy":\#(policy),"cluster":"c"}"#))
  }

  @Test func clearsUpTo26() throws {
    let route = #"{"cluster":"c","retryPolicy":{"numRetries":9}}"#
    let outbound = envoyOutbound("http", #"{"tcp":{"maxConnectAttempt":2}}"#)
    #expect(
      try applied(envoyProxy(outbound, release: "2.6.15"), listener(route))
        == listener(#"{"cluster":"c"}"#))
    #expect(
      try applied(envoyProxy(outbound, release: "2.7.0"), listener(route)) == listener(route))
  }

  @Test func virtualHostOf22() throws {
    let text = try applied(
      envoyProxy(envoyOutbound("http", conf), release: "2.2.5"), listener(#"{"cluster":"c"}"#))
    #expect(text.contains(#""routes":[{"route":{"cluster":"c"}}],"retryPolicy":\#(policy)}"#))
  }

  @Test func redirectsAndOtherListenersStay() throws {
    let proxy = try envoyProxy(envoyOutbound("http", conf))
    let other = listener(#"{"cluster":"c"}"#).replacing("10001", with: "10002")
    #expect(try applied(proxy, other) == other)
    let redirect = #"{"name":"outbound:backend","virtualHosts":[{"routes":[{"redirect":{}}]}]}"#
    #expect(try applied(proxy, redirect) == redirect)
  }

  @Test func onlyTheFirstFilterChain() throws {
    let chain =
      #"{"filters":[{"name":"envoy.filters.network.tcp_proxy","typedConfig":{"cluster":"c"}}]}"#
    let config =
      #"{"name":"outbound:127.0.0.1:10001","filterChains":[\#(chain),\#(chain)]}"#
    let outbound = envoyOutbound("tcp", #"{"tcp":{"maxConnectAttempt":2}}"#)
    let count = { (text: String) in text.split(separator: "maxConnectAttempts").count - 1 }
    #expect(try count(applied(envoyProxy(outbound), config)) == 1)
    #expect(try count(applied(envoyProxy(outbound, release: "2.2.5"), config)) == 2)
  }

  @Test func rulesOfRoutes() throws {
    let rules = """
      [{"matchers":[{"key":"kuma.io/service","value":"backend","not":false},
        {"key":"__rule-matches-hash__","value":"h","not":false}],
        "conf":{"http":{"numRetries":7,"retryOn":["Reset"]}},"origin":[]}]
      """
    let config = #"""
      {"name":"outbound:backend","virtualHosts":[{"routes":[{"name":"h","route":{}},{"name":"i","route":{}}]}]}
      """#
    let new = try applied(
      envoyProxy(envoyOutbound("http", conf), release: "2.14.3", rules: rules), config)
    #expect(
      new == #"""
        {"name":"outbound:backend","virtualHosts":[{"routes":[{"name":"h","route":{"retryPolicy":{"retryOn":"reset","numRetries":7}}},{"name":"i","route":{"retryPolicy":{"retryOn":"5xx","numRetries":2}}}]}]}
        """#)
    let old = try applied(
      envoyProxy(envoyOutbound("http", conf), release: "2.6.15", rules: rules), config)
    #expect(!old.contains("reset"))
  }

  @Test func unplacedPoliciesAreFound() throws {
    let proxy = try envoyProxy(envoyOutbound("http", conf))
    var application = ConfigApplication(proxy)
    #expect(application.unplaced(in: "x").map(\.code) == [.notApplied])
    var writer = JSONWriter()
    try application.write(envoyNode(listener("{}")), to: &writer) { _ in }
    #expect(application.unplaced(in: "x").isEmpty)
  }
}
