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
    outbounds.flatMap { outbound in
      let own = DestinationConf(
        name: outbound.name, protocol: outbound.protocol, section: outbound.section,
        conf: outbound.conf, origin: outbound.origin, fields: outbound.fields)
      return [own] + outbound.routes.map { own.route($0) }
    }
      + gatewayListeners.flatMap { listener in
        let own = DestinationConf(
          name: ":\(listener.port)", protocol: listener.protocol, section: listener.section,
          conf: listener.conf, origin: listener.origin, fields: listener.fields)
        return [own] + listener.routes.map { own.route($0) }
      }
  }
}

extension EffectiveMeshRetry.DestinationConf {
  /// The same destination by a route that has a rule of its own.
  fileprivate func route(_ route: EffectiveMeshRetry.RouteRule) -> Self {
    Self(
      name: "\(name) route \(route.route)", protocol: self.protocol, section: section,
      conf: route.conf, origin: route.origin, fields: route.fields)
  }
}

extension EffectiveMeshRetry.Outbound {
  /// The service or the identifier of the resource.
  public var name: String { service ?? resource ?? "\(address):\(port)" }
}
