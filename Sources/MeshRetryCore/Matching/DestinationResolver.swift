import JSON

/// Resolves what each destination of a proxy gets.
///
/// Source: the MeshRetry plugin's outbound part, 2.2 to 2.14.
struct DestinationResolver {
  let release: Release
  let mesh: MeshSnapshot
  let protocols: ServiceProtocols
  let dataplane: Dataplane
  let rules: ResolvedRules
  let routes: RouteDestinations
  let backends: BackendReferences

  private typealias Outbound = EffectiveMeshRetry.Outbound

  /// What the outbounds of the proxy get, those written down first.
  func outbounds() -> [EffectiveMeshRetry.Outbound] {
    var result = dataplane.outbounds.map(outbound)
    for generated in TransparentOutbounds(mesh, protocols, release).outbounds(of: dataplane) {
      switch generated.destination {
      case .service(let name):
        result.append(service(name, address: generated.address, port: generated.port))
      case .resource(let destination, let port):
        result.append(
          resource(
            destination, port, section: port.section, address: generated.address,
            port: generated.port))
      }
    }
    return result
  }

  private func outbound(_ outbound: Dataplane.Outbound) -> EffectiveMeshRetry.Outbound {
    guard let ref = outbound.backendRef, rules.byResource != nil else {
      return service(outbound.service, address: outbound.address, port: outbound.port)
    }
    guard let destination = backends.destination(ref, of: dataplane.resource) else {
      var result = Outbound(
        address: outbound.address, port: outbound.port, service: nil,
        protocol: ServiceProtocols.unknown)
      result.reason = .unresolvedReference
      return result
    }
    let port = destination.ports.first { $0.number == ref.port } ?? destination.ports.first
    // An explicit outbound is looked up by the number of the port, whatever the port's name.
    let section = (ref.port ?? port?.number).map(String.init) ?? ""
    return resource(
      destination, port, section: section, address: outbound.address, port: outbound.port)
  }

  // MARK: Services

  private func service(
    _ name: String?, address: String, port: Int
  ) -> EffectiveMeshRetry.Outbound {
    let protocolName = protocols[name ?? ""]
    var result = Outbound(
      address: address, port: port, service: name, protocol: protocolName,
      section: .init(usedBy: protocolName))
    let tags = [LabelKey.service: name ?? ""]
    let applied = rules.applied(to: tags)
    result.take(applied)
    result.reason = .init(
      result.section, result.conf, protocolName, isKnown: protocols.knows(name ?? ""))
    guard release.has(.perRoutePolicies) else { return result }
    for (route, hash) in routes.hashes(ofService: name ?? "") {
      let own = rules.applied(to: tags.merging([LabelKey.routeMatches: hash]) { $1 })
      if let own, own.rule != applied?.rule {
        result.routes.append(.init(route: route.name, matches: hash, own))
      }
    }
    return result
  }

  // MARK: Resources

  private func resource(
    _ destination: Destination, _ port: Destination.Port?, section: String, address: String,
    port number: Int
  ) -> EffectiveMeshRetry.Outbound {
    let key = KRI(destination.resource)
    var result = Outbound(
      address: address, port: number, service: nil,
      resource: key.with(section: port?.section ?? "").description,
      protocol: ServiceProtocols.parse(port?.protocol ?? "tcp"))
    result.section = .init(usedBy: result.protocol)
    var keys = [key.with(section: section), key]
    if destination.resource.type == "MeshExternalService",
      !release.has(.resourceLookupOfExternalServices)
    {
      keys = []
    }
    if let mesh = mesh.mesh { keys.append(KRI(mesh)) }
    result.take(rules.applied(to: keys))
    result.reason = .init(result.section, result.conf, result.protocol, isKnown: true)
    for route in routes.routes(to: key.with(section: port?.section ?? "")) {
      if let own = rules.applied(to: [KRI(route)]) {
        result.routes.append(.init(route: KRI(route).description, matches: nil, own))
      }
    }
    return result
  }
}

extension EffectiveMeshRetry.Outbound {
  fileprivate mutating func take(_ applied: ResolvedRules.Applied?) {
    guard let applied else { return }
    conf = applied.conf
    origin = applied.origin
    fields = applied.fields
    encodedConf = applied.encoded
  }
}

extension EffectiveMeshRetry.RouteRule {
  init(route: String, matches: String?, _ applied: ResolvedRules.Applied) {
    self.init(
      route: route, matches: matches, conf: applied.conf, origin: applied.origin,
      fields: applied.fields)
  }
}

extension EffectiveMeshRetry.UnusedReason {
  /// Why a destination gets nothing of a policy; nil when it gets something.
  init?(
    _ section: EffectiveMeshRetry.Section?, _ conf: JSONValue?, _ protocolName: String,
    isKnown: Bool
  ) {
    guard let conf else {
      self = .noRule
      return
    }
    guard let section else {
      self =
        protocolName != ServiceProtocols.unknown
        ? .protocolWithoutRetries : isKnown ? .unknownProtocol : .noEndpoints
      return
    }
    guard conf[section.rawValue] == nil else { return nil }
    self = .noSection
  }
}
