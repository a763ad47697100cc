import JSON

/// An endpoint of a cluster.
public struct Endpoint: Sendable, Equatable {
  /// An IP address or a host name.
  public var host: String
  /// The port.
  public var port: Int
  /// Its tags, which `OmitHostsWithTags` looks at.
  public var tags: [RetryPolicy.Tag] = []
  /// Its zone; nil when not known.
  public var zone: String?
  /// 0 for the zone of the proxy, 1 for others, which `OmitPreviousPriorities` looks at.
  public var priority = 0

  /// An endpoint without tags.
  public init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// The endpoint in `HOST:PORT`; an IPv6 address stands in brackets. Nil when it is none.
  public init?(parsing text: some StringProtocol) {
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      (1...65535).contains(port)
    else { return nil }
    var host = String(text[..<colon])
    if host.hasPrefix("[") && host.hasSuffix("]") {
      host = String(host.dropFirst().dropLast())
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty else { return nil }
    self.init(host: host, port: port)
  }

  /// Whether the host is an IP address, not a name to be resolved.
  var isAddress: Bool {
    if host.contains(":") { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }

  /// `envoy.config.endpoint.v3.LbEndpoint`.
  var json: JSONValue {
    var fields: JSONObject = ["endpoint": ["address": .socketAddress(host, port)]]
    if !tags.isEmpty { fields["metadata"] = .loadBalancerMetadata(tags) }
    return .object(fields)
  }
}
