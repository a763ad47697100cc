import JSON

/// A proxy that is described in words instead of a Dataplane: on Kubernetes no file holds Dataplanes.
public struct DescribedProxy: Sendable {
  /// The name when none is given.
  public static let name = "described"

  private let inbounds: [StringMap]
  private let outbounds: [(service: String, protocol: String?)]

  /// Why words describe no proxy.
  public struct Problem: Error, Sendable {
    /// What is wrong.
    public let message: String
  }

  /// The proxy with those inbounds, `key=value,...`, and outbounds, `service` or `service:protocol`.
  public init(inbounds: [String], outbounds: [String]) throws(Problem) {
    self.inbounds = try inbounds.map(Self.tags)
    self.outbounds = try outbounds.map(Self.outbound)
  }

  private static func tags(_ text: String) throws(Problem) -> StringMap {
    var entries: [(key: String, value: String)] = []
    for pair in text.split(separator: ",") {
      guard let equals = pair.firstIndex(of: "="), equals != pair.startIndex else {
        throw Problem(message: "--inbound: '\(pair)' is no key=value")
      }
      entries.append((String(pair[..<equals]), String(pair[pair.index(after: equals)...])))
    }
    return StringMap(entries)
  }

  private static func outbound(_ text: String) throws(Problem) -> (String, String?) {
    guard let colon = text.lastIndex(of: ":") else { return (text, nil) }
    let name = String(text[text.index(after: colon)...])
    guard ServiceProtocols.isKnown(name) else {
      throw Problem(
        message: "--outbound: unknown protocol '\(name)', expected http, http2, grpc, tcp or kafka")
    }
    return (String(text[..<colon]), name)
  }

  /// The Dataplane, with an address and ports of the documentation range.
  public func dataplane(mesh: String, name: String, release: Release) -> Resource? {
    let document: JSONValue = [
      "type": "Dataplane", "mesh": .string(mesh), "name": .string(name),
      "networking": [
        "address": "192.0.2.1",
        "inbound": .array(
          inbounds.enumerated().map { index, tags in
            ["port": .integer(8080 + index), "tags": tags.json]
          }),
        "outbound": .array(
          outbounds.enumerated().map { index, outbound in
            [
              "port": .integer(10001 + index),
              "tags": ["kuma.io/service": .string(outbound.service)],
            ]
          }),
      ],
    ]
    return Resource(made: document, release: release)
  }

  /// The protocols that are given with outbounds, by service.
  var protocols: [String: String] {
    Dictionary(
      outbounds.compactMap { outbound in outbound.protocol.map { (outbound.service, $0) } },
      uniquingKeysWith: { $1 })
  }
}
