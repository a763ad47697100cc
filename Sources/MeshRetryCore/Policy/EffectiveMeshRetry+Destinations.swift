import JSON

extension EffectiveMeshRetry {
  /// An outbound or a gateway listener, as what is compared and expected has it.
  public struct DestinationConf: Sendable {
    /// The service, the identifier of the resource, or `:port` of a listener.
    public var name: String
    /// `http`, `http2`, …
    public var `protocol`: String
    /// The part of the conf that counts.
    public var section: Section?
    /// The whole merged conf; nil when no rule applies.
    public var conf: JSONValue?
    /// The policies that it comes from.
    public var origin: [String]
    /// Where each field comes from.
    public var fields: [(path: String, origin: FieldOrigin)]

    /// The fields of the part that counts.
    public var usedFields: [(path: String, origin: FieldOrigin)] {
      guard let section else { return [] }
      return fields.filter { $0.path.hasPrefix(section.rawValue + ".") }
    }
  }

  /// All destinations, outbounds first; routes with a rule of their own follow their destination.
  public var destinations: [DestinationConf] {
    outbounds.flatMap { outbound -> [DestinationConf] in
      let name = outbound.name
      let own = DestinationConf(
        name: name, protocol: outbound.protocol, section: outbound.section, conf: outbound.conf,
        origin: outbound.origin, fields: outbound.fields)
      return [own]
        + outbound.routes.map { route in
          DestinationConf(
            name: "\(name) route \(route.route)", protocol: outbound.protocol,
            section: outbound.section, conf: route.conf, origin: route.origin,
            fields: route.fields)
        }
    }
      + gatewayListeners.map {
        DestinationConf(
          name: ":\($0.port)", protocol: $0.protocol, section: $0.section, conf: $0.conf,
          origin: $0.origin, fields: $0.fields)
      }
  }
}

extension EffectiveMeshRetry.Outbound {
  /// The service or the identifier of the resource.
  public var name: String { service ?? resource ?? "\(address):\(port)" }
}
