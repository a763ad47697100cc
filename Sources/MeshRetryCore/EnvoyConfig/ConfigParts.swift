import JSON

/// The listeners and route configurations in a configuration of any form: a bootstrap, a
/// `/config_dump`, a control plane's resources, bare ones.
///
/// They are known by what they have, not by where they stand, so that every form is read alike.
struct ConfigParts {
  private(set) var listeners: [JSONNode] = []
  private(set) var routeConfigurations: [JSONNode] = []

  init(_ root: JSONNode) {
    var rest = [root]
    while let node = rest.popLast() {
      switch node.kind {
      case .object where node.field("filterChains") != nil: listeners.append(node)
      case .object where node.field("virtualHosts") != nil: routeConfigurations.append(node)
      case .object: rest.append(contentsOf: node.members.lazy.map(\.value).filter(\.isContainer))
      case .array: rest.append(contentsOf: node.elements.lazy.filter(\.isContainer))
      case .null, .boolean, .number, .string: break
      }
    }
    listeners.reverse()
    routeConfigurations.reverse()
  }
}

extension JSONNode {
  fileprivate var isContainer: Bool { kind == .object || kind == .array }

  /// A field of a protobuf message, in either spelling.
  func field(_ camelCase: String) -> JSONNode? {
    let snakeCase = FieldNames.snake.name(camelCase)
    // One walk for both: objects of a large dump are looked at once a field.
    return members.first { $0.key.hasText(camelCase) || $0.key.hasText(snakeCase) }?.value
  }

  /// Whether this key is a field's name, in either spelling.
  func isField(_ camelCase: String) -> Bool {
    hasText(camelCase) || hasText(FieldNames.snake.name(camelCase))
  }

  /// The spelling of a message's fields, told by one of two words that it has.
  func names(toldBy field: String) -> FieldNames {
    self[FieldNames.snake.name(field)] == nil ? .camel : .snake
  }

  /// `core.v3.Address` of this listener: address and port of its socket.
  var socketAddress: (address: String, port: Int)? {
    guard let socket = field("address")?.field("socketAddress"),
      let address = socket["address"]?.string,
      let port: Int = socket.field("portValue")?.number?.integer()
    else { return nil }
    return (address, port)
  }

  /// The filter of a filter chain that has this name, or this type whatever its name.
  func filter(named name: String, type: String) -> JSONNode? {
    field("filters")?.elements.first { filter in
      filter["name"]?.hasText(name) == true
        || filter.field("typedConfig")?["@type"]?.string?.hasSuffix("." + type) == true
    }?.field("typedConfig")
  }

  /// `HttpConnectionManager` of a filter chain.
  var connectionManager: JSONNode? {
    filter(
      named: "envoy.filters.network.http_connection_manager", type: "HttpConnectionManager")
  }

  /// `TcpProxy` of a filter chain.
  var tcpProxy: JSONNode? { filter(named: "envoy.filters.network.tcp_proxy", type: "TcpProxy") }
}
