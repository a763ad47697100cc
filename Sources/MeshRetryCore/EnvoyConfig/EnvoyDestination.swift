/// What a listener of a proxy sends to: an outbound's service or resource, or a gateway's listener.
///
/// Names are Kuma's: `outbound:127.0.0.1:10001` for the listener, the service for the cluster.
public struct EnvoyDestination: Sendable {
  /// Where the listener listens.
  public var address: String
  /// The listener's port.
  public var port: Int
  /// The name that results carry: the service, the resource's KRI, or none for a gateway.
  public var name: String?
  /// The cluster's name.
  public var cluster: String
  /// The listener's name.
  public var listener: String
  /// The route configuration's name.
  public var routeConfiguration: String
  /// `http`, `http2`, `grpc`, `tcp`, `kafka` or `unknown`.
  public var `protocol`: String
  /// Whether this is a listener of a built-in gateway.
  public var isGateway: Bool
  /// Whether the name is a resource's identifier.
  public var isResource: Bool
  /// The part of the conf that counts.
  public var section: EffectiveMeshRetry.Section?
  /// The merged conf; nil when no rule applies.
  public var conf: Conf?

  /// The destination of an outbound.
  public init(_ outbound: EffectiveMeshRetry.Outbound) {
    address = outbound.address
    port = outbound.port
    name = outbound.service ?? outbound.resource
    listener = "outbound:" + Self.joined(outbound.address, outbound.port)
    if let service = outbound.service {
      cluster = service
      routeConfiguration = "outbound:" + service
    } else {
      cluster = outbound.resource.map(Self.cluster) ?? listener
      routeConfiguration = outbound.resource ?? listener
    }
    self.protocol = outbound.protocol
    isGateway = false
    isResource = outbound.service == nil && outbound.resource != nil
    section = outbound.section
    conf = outbound.decodedConf
  }

  /// The destination of a listener of a built-in gateway. Which services its routes lead to is not
  /// known here: its cluster has the listener's name.
  public init(_ listener: EffectiveMeshRetry.GatewayListener, of gateway: String) {
    address = "0.0.0.0"
    port = listener.port
    name = nil
    self.listener = "\(gateway):\(listener.protocol.uppercased()):\(listener.port)"
    cluster = self.listener
    routeConfiguration = self.listener
    self.protocol = listener.protocol
    isGateway = true
    isResource = false
    section = listener.section
    conf = listener.decodedConf
  }

  /// The name of the cluster of a resource: `kri_msvc_default_zone_ns_backend_80` is
  /// `default_backend_ns_zone_msvc_80`.
  ///
  /// Kuma: measured in the configuration of 2.14 (conformance envoyconfig).
  static func cluster(ofResource kri: String) -> String {
    let parts = kri.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 7, parts[0] == "kri" else { return kri }
    return [parts[2], parts[5], parts[4], parts[3], parts[1], parts[6]].joined(separator: "_")
  }

  /// `address:port`, an IPv6 address in brackets.
  static func joined(_ address: String, _ port: Int) -> String {
    address.utf8.contains(UInt8(ascii: ":")) ? "[\(address)]:\(port)" : "\(address):\(port)"
  }

  /// Whether the traffic is HTTP, so that it has routes.
  var isHTTP: Bool { ["http", "https", "http2", "grpc"].contains(self.protocol) }

  /// Whether requests go to the cluster in HTTP/2.
  var isHTTP2: Bool { ["http2", "grpc"].contains(self.protocol) }

  /// The name in statistics: letters, digits, `-` and `_` of the listener's name.
  var statPrefix: String {
    String(
      String.UnicodeScalarView(
        listener.unicodeScalars.map { scalar in
          let isKept = scalar.isASCII && (scalar.properties.isAlphabetic || "0"..."9" ~= scalar)
          return isKept || scalar == "-" || scalar == "_" ? scalar : "_"
        }))
  }
}
