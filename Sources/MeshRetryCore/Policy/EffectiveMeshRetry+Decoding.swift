import JSON

extension EffectiveMeshRetry {
  /// Why a document is no EffectiveMeshRetry, and the value in the way.
  public struct FormError: Error, Sendable {
    /// What is wrong.
    public let message: String
    /// Where.
    public let node: JSONNode
  }

  /// Whether a document says that it is one.
  public static func isOne(_ node: JSONNode) -> Bool { node["kind"]?.hasText(kind) ?? false }

  /// The document as mr-match wrote it. What the mapping to Envoy and the schedules need is read: the
  /// proxy, its outbounds and its gateway listeners with their confs and origins.
  public init(decoding node: JSONNode) throws(FormError) {
    guard node["version"]?.number?.integer() == Self.version else {
      throw FormError(
        message: "version must be \(Self.version)", node: node["version"] ?? node)
    }
    let releaseText = try node.requiredText("release")
    guard let release = Release(parsing: releaseText) else {
      throw FormError(message: "unknown release '\(releaseText)'", node: node["release"] ?? node)
    }
    self.init(
      release: release, mesh: try node.requiredText("mesh"),
      dataplane: try node.requiredText("dataplane"))
    for item in (node["policies"]?.elements).map(Array.init) ?? [] {
      let name = try item.requiredText("name")
      let targetRef = item["targetRef"].flatMap { $0.isNull ? nil : $0.value }
      policies.append(Policy(name: name, targetRef: targetRef))
    }
    for item in (node["outbounds"]?.elements).map(Array.init) ?? [] {
      outbounds.append(try Outbound(decoding: item))
    }
    for item in (node["gatewayListeners"]?.elements).map(Array.init) ?? [] {
      gatewayListeners.append(try GatewayListener(decoding: item))
    }
    warnings = (node["warnings"]?.elements).map { $0.compactMap(\.string) } ?? []
  }
}

extension EffectiveMeshRetry.Outbound {
  fileprivate init(decoding node: JSONNode) throws(EffectiveMeshRetry.FormError) {
    self.init(
      address: try node.requiredText("address"), port: try node.requiredPort(),
      service: node["service"]?.string, resource: node["resource"]?.string,
      protocol: try node.requiredText("protocol"), section: try node.section(),
      conf: node["conf"].flatMap { $0.isNull ? nil : $0.value },
      decodedConf: try node.conf(),
      origin: (node["origin"]?.elements).map { $0.compactMap(\.string) } ?? [])
  }
}

extension EffectiveMeshRetry.GatewayListener {
  fileprivate init(decoding node: JSONNode) throws(EffectiveMeshRetry.FormError) {
    self.init(
      port: try node.requiredPort(), protocol: try node.requiredText("protocol"),
      section: try node.section(), conf: node["conf"].flatMap { $0.isNull ? nil : $0.value },
      decodedConf: try node.conf(),
      origin: (node["origin"]?.elements).map { $0.compactMap(\.string) } ?? [])
  }
}

extension JSONNode {
  fileprivate func requiredText(_ key: String) throws(EffectiveMeshRetry.FormError) -> String {
    guard let text = self[key]?.string else {
      throw EffectiveMeshRetry.FormError(
        message: "'\(key)' must be a string", node: self[key] ?? self)
    }
    return text
  }

  fileprivate func requiredPort() throws(EffectiveMeshRetry.FormError) -> Int {
    guard let port: Int = self["port"]?.number?.integer(), (0...65535).contains(port) else {
      throw EffectiveMeshRetry.FormError(
        message: "'port' must be a port number", node: self["port"] ?? self)
    }
    return port
  }

  fileprivate func conf() throws(EffectiveMeshRetry.FormError) -> Conf? {
    guard let node = self["conf"], !node.isNull else { return nil }
    do {
      return try Conf(decoding: node)
    } catch {
      throw EffectiveMeshRetry.FormError(message: error.message, node: error.node)
    }
  }

  fileprivate func section() throws(EffectiveMeshRetry.FormError)
    -> EffectiveMeshRetry.Section?
  {
    guard let node = self["section"], !node.isNull else { return nil }
    guard let section = node.string.flatMap({ EffectiveMeshRetry.Section(rawValue: $0) })
    else {
      throw EffectiveMeshRetry.FormError(
        message: "'section' must be http, grpc, tcp or null", node: node)
    }
    return section
  }
}
