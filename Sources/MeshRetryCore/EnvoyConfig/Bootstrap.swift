import JSON

/// A bootstrap with which Envoy runs a proxy's outbounds: listeners, routes, clusters and endpoints, all
/// static.
public struct BootstrapBuilder: Sendable {
  /// How listeners and routes are made.
  public let listeners: ListenerBuilder
  /// The retries that may be under way to a cluster at one time; nil leaves Envoy's 3.
  public let maxRetries: UInt32?

  /// A builder.
  public init(listeners: ListenerBuilder, maxRetries: UInt32? = nil) {
    self.listeners = listeners
    self.maxRetries = maxRetries
  }

  /// `envoy.config.bootstrap.v3.Bootstrap`.
  ///
  /// - Parameter endpoints: the endpoints of a destination.
  public func bootstrap(
    _ destinations: [(destination: EnvoyDestination, action: RetryAction)],
    endpoints: (EnvoyDestination) -> [Endpoint]
  ) -> JSONValue {
    var clusterNames: Set<String> = []
    var addresses: Set<String> = []
    var clusters: [JSONValue] = []
    var listeners: [JSONValue] = []
    for (destination, action) in destinations {
      // Envoy refuses a second listener on an address; port 0 is any port.
      let address = EnvoyDestination.joined(destination.address, destination.port)
      if destination.port == 0 || addresses.insert(address).inserted {
        listeners.append(self.listeners.listener(destination, action))
      }
      if clusterNames.insert(destination.cluster).inserted {
        clusters.append(cluster(destination, endpoints(destination)))
      }
    }
    return [
      "staticResources": ["listeners": .array(listeners), "clusters": .array(clusters)]
    ]
  }

  /// `envoy.config.cluster.v3.Cluster`.
  private func cluster(_ destination: EnvoyDestination, _ endpoints: [Endpoint]) -> JSONValue {
    let isStatic = endpoints.allSatisfy(\.isAddress)
    var cluster: JSONObject = [
      "name": .string(destination.cluster), "type": isStatic ? "STATIC" : "STRICT_DNS",
      "connectTimeout": "5s",
      "loadAssignment": loadAssignment(destination.cluster, endpoints),
    ]
    if let maxRetries {
      cluster["circuitBreakers"] = ["thresholds": [["maxRetries": .integer(maxRetries)]]]
    }
    if destination.isHTTP2 {
      cluster["typedExtensionProtocolOptions"] = [
        "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": [
          "@type": .typeURL("envoy.extensions.upstreams.http.v3.HttpProtocolOptions"),
          "explicitHttpConfig": ["http2ProtocolOptions": [:]],
        ]
      ]
    }
    return .object(cluster)
  }

  /// Endpoints by priority, then by zone; priorities are counted from 0 without gaps, as Envoy wants.
  private func loadAssignment(_ cluster: String, _ endpoints: [Endpoint]) -> JSONValue {
    var localities: [(priority: Int, zone: String?, endpoints: [Endpoint])] = []
    for endpoint in endpoints.enumerated().sorted(by: {
      ($0.element.priority, $0.offset) < ($1.element.priority, $1.offset)
    }).map(\.element) {
      if let index = localities.firstIndex(where: {
        $0.priority == endpoint.priority && $0.zone == endpoint.zone
      }) {
        localities[index].endpoints.append(endpoint)
      } else {
        localities.append((endpoint.priority, endpoint.zone, [endpoint]))
      }
    }
    let priorities = Set(localities.map(\.priority)).sorted()
    let entries = localities.map { locality in
      var entry = JSONObject()
      if let zone = locality.zone { entry["locality"] = ["zone": .string(zone)] }
      entry["lbEndpoints"] = .array(locality.endpoints.map(\.json))
      if let rank = priorities.firstIndex(of: locality.priority), rank > 0 {
        entry["priority"] = .integer(rank)
      }
      return JSONValue.object(entry)
    }
    return ["clusterName": .string(cluster), "endpoints": .array(entries)]
  }
}
