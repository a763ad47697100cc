import JSON

/// What Envoy would refuse in a given configuration, as far as it is about retries.
public struct ConfigCheck {
  /// What was found, in the order of the text.
  public let problems: [ConfigProblem]

  /// Checks a configuration of any form: every retry policy of routes, virtual hosts and clusters, and
  /// every TCP proxy.
  public init(_ root: JSONNode) {
    var check = MessageCheck()
    for (node, rule) in Self.messages(in: root) { check.check(node, rule) }
    problems = check.problems
  }

  /// Checks a bootstrap, which may only have what a bootstrap has: its routes must lead to its clusters,
  /// and its listeners to addresses of their own.
  public init(bootstrap root: JSONNode) {
    var problems = root.members.filter {
      !Self.bootstrapFields.contains(FieldNames.camelCase($0.key.string ?? ""))
    }
    .map { ConfigProblem.unknownField($0.key) }
    problems += ConfigCheck(root).problems
    let resources = root.field("staticResources")
    let clusters = Set(
      (resources?.field("clusters")?.elements.map { $0 } ?? []).compactMap { $0["name"]?.string })
    let parts = ConfigParts(root)
    for listener in parts.listeners {
      for chain in listener.field("filterChains")?.elements.map({ $0 }) ?? [] {
        guard let routes = chain.connectionManager?.field("routeConfig") else { continue }
        problems += Self.unknownClusters(in: routes, clusters)
      }
    }
    self.problems = problems + Self.duplicateAddresses(parts.listeners)
  }

  private static let bootstrapFields: Set<String> = [
    "node", "nodeContextParams", "staticResources", "dynamicResources", "clusterManager",
    "hdsConfig", "flagsPath", "statsSinks", "deferredStatOptions", "statsConfig",
    "statsFlushInterval", "statsFlushOnAdmin", "statsEvictionInterval", "watchdog", "watchdogs",
    "tracing", "layeredRuntime", "admin", "overloadManager", "enableDispatcherStats",
    "headerPrefix", "statsServerVersionOverride", "useTcpForDnsLookups", "dnsResolutionConfig",
    "typedDnsResolverConfig", "bootstrapExtensions", "fatalActions", "configSources",
    "defaultConfigSource", "defaultSocketInterface", "certificateProviderInstances",
    "inlineHeaders", "perfTracingFilePath", "defaultRegexEngine", "xdsDelegateExtension",
    "xdsConfigTrackerExtension", "listenerManager", "applicationLogConfig",
    "grpcAsyncClientManagerConfig", "memoryAllocatorManager",
  ]

  /// The messages about retries, by where they stand: a `retry_policy` elsewhere is another message.
  private static func messages(in root: JSONNode) -> [(JSONNode, MessageRule)] {
    var found: [(JSONNode, MessageRule)] = []
    var rest = [(node: root, mayHavePolicy: false)]
    while let (node, mayHavePolicy) = rest.popLast() {
      switch node.kind {
      case .array:
        rest.append(contentsOf: node.elements.map { ($0, mayHavePolicy) }.reversed())
      case .object:
        let type = node["@type"]?.string ?? ""
        if type.hasSuffix(".tcp_proxy.v3.TcpProxy") { found.append((node, .tcpProxy)) }
        let isOptions = type.hasSuffix(".http.v3.HttpProtocolOptions")
        var children: [(node: JSONNode, mayHavePolicy: Bool)] = []
        for (key, value) in node.members {
          if (mayHavePolicy || isOptions) && key.isField("retryPolicy") {
            found.append((value, .retryPolicy))
          } else if value.kind == .object || value.kind == .array {
            children.append((value, key.isField("virtualHosts") || key.hasText("route")))
          }
        }
        rest.append(contentsOf: children.reversed())
      case .null, .boolean, .number, .string: break
      }
    }
    return found
  }

  private static func unknownClusters(
    in routes: JSONNode, _ clusters: Set<String>
  ) -> [ConfigProblem] {
    if routes.field("validateClusters")?.bool == false { return [] }
    return (routes.field("virtualHosts")?.elements.map { $0 } ?? [])
      .flatMap { $0["routes"]?.elements.map { $0 } ?? [] }
      .compactMap { route in
        guard let cluster = route["route"]?["cluster"], let name = cluster.string,
          !clusters.contains(name)
        else { return nil }
        return ConfigProblem(node: cluster, text: "route: unknown cluster '\(name)'")
      }
  }

  private static func duplicateAddresses(_ listeners: [JSONNode]) -> [ConfigProblem] {
    var seen: Set<String> = []
    return listeners.compactMap { listener in
      guard let socket = listener.socketAddress, socket.port != 0 else { return nil }
      let address = EnvoyDestination.joined(socket.address, socket.port)
      guard !seen.insert(address).inserted else { return nil }
      return ConfigProblem(
        node: listener,
        text:
          "'\(listener["name"]?.string ?? "")' has duplicate address '\(address)' as existing listener"
      )
    }
  }
}
