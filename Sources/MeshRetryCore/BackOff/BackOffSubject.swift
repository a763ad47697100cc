import JSON

/// A destination, or a part of a policy, whose schedule is asked for.
public struct BackOffSubject: Sendable {
  /// The destination's name; nil where there is none.
  public var service: String?
  /// The destination's protocol.
  public var `protocol`: String
  /// The section of the conf that counts; nil for protocols that have none.
  public var section: EffectiveMeshRetry.Section?
  /// The conf; nil when no policy reaches the destination.
  public var conf: Conf?
  /// Where the conf was read; nil for a conf from options.
  public var node: JSONNode?
  /// The release whose mapping applies.
  public var release: Release
  /// The mesh, where it is known.
  public var mesh: String?
  /// What tells it from others: mesh, Dataplane, address, port, or policy and item.
  public var identity: [JSONObject.Member] = []

  /// A subject of that section.
  public init(
    service: String?, protocol: String, section: EffectiveMeshRetry.Section?, conf: Conf?,
    node: JSONNode? = nil, release: Release
  ) {
    self.service = service
    self.protocol = `protocol`
    self.section = section
    self.conf = conf
    self.node = node
    self.release = release
  }

  /// What Envoy works with.
  public var settings: RetrySettings {
    guard let section else {
      return RetrySettings(
        without: nil, because: "MeshRetry does nothing for protocol \(self.protocol): no retries")
    }
    guard let conf else {
      return RetrySettings(without: section, because: "no MeshRetry applies: no retries")
    }
    return RetrySettings(conf, section, release: release)
  }

  /// The value of a field of the conf, or the innermost one around it: where a remark belongs.
  public func node(of field: String?) -> JSONNode? {
    guard var node, let field else { return node }
    for key in field.split(separator: ".") {
      guard
        let member = node.members.first(where: {
          $0.key.string?.lowercased() == key.lowercased()
        })
      else { break }
      node = member.value
    }
    return node
  }
}

/// Documents that hold confs, and the subjects in them.
public enum BackOffSource {
  /// Why a document gives no subjects, and the value in the way.
  public struct FormError: Error, Sendable {
    /// What is wrong.
    public let message: String
    /// Where.
    public let node: JSONNode
  }

  /// The subjects in a document: each outbound and gateway listener of an EffectiveMeshRetry, each
  /// section of each item of a MeshRetry, each section of a bare conf. None for other resources.
  ///
  /// - Parameter release: the release that applies; nil lets the document's own one, or else that of
  ///   the documentation.
  public static func subjects(
    in node: JSONNode, release: Release?
  ) throws(FormError) -> [BackOffSubject] {
    if EffectiveMeshRetry.isOne(node) { return try effective(node, release) }
    let release = release ?? .documented
    if isResource(node, "MeshRetry") { return try policy(node, release) }
    guard node["kind"] == nil, node["type"] == nil, isConf(node) else { return [] }
    return try sections(of: node, service: nil, release, identity: [])
  }

  /// Whether a document is a resource of that type, in its universal or its Kubernetes form.
  static func isResource(_ node: JSONNode, _ type: String) -> Bool {
    node["type"]?.hasText(type) ?? node["kind"]?.hasText(type) ?? false
  }

  private static func isConf(_ node: JSONNode) -> Bool {
    node.members.contains { member in
      EffectiveMeshRetry.Section.allCases.contains { member.key.hasText($0.rawValue) }
    }
  }

  private static func effective(
    _ node: JSONNode, _ release: Release?
  ) throws(FormError) -> [BackOffSubject] {
    let document: EffectiveMeshRetry
    do {
      document = try EffectiveMeshRetry(decoding: node)
    } catch {
      throw FormError(message: error.message, node: error.node)
    }
    let proxy: [JSONObject.Member] = [
      ("mesh", .string(document.mesh)), ("dataplane", .string(document.dataplane)),
    ]
    let outboundNodes = (node["outbounds"]?.elements).map(Array.init) ?? []
    let outbounds = zip(document.outbounds, outboundNodes).map { outbound, node in
      var subject = BackOffSubject(
        service: outbound.service ?? outbound.resource, protocol: outbound.protocol,
        section: outbound.section, conf: outbound.decodedConf, node: node["conf"],
        release: release ?? document.release)
      subject.mesh = document.mesh
      subject.identity =
        proxy + [("address", .string(outbound.address)), ("port", .integer(outbound.port))]
      return subject
    }
    let listenerNodes = (node["gatewayListeners"]?.elements).map(Array.init) ?? []
    let listeners = zip(document.gatewayListeners, listenerNodes).map { listener, node in
      var subject = BackOffSubject(
        service: nil, protocol: listener.protocol, section: listener.section,
        conf: listener.decodedConf, node: node["conf"], release: release ?? document.release)
      subject.mesh = document.mesh
      subject.identity = proxy + [("port", .integer(listener.port))]
      return subject
    }
    return outbounds + listeners
  }

  private static func policy(
    _ node: JSONNode, _ release: Release
  ) throws(FormError) -> [BackOffSubject] {
    let name = node["name"]?.string ?? node["metadata"]?["name"]?.string
    var result: [BackOffSubject] = []
    let items = (node["spec"]?["to"]?.elements).map(Array.init) ?? []
    for (index, item) in items.enumerated() {
      guard let conf = item["default"], !conf.isNull else { continue }
      result += try sections(
        of: conf, service: item["targetRef"].flatMap(target), release,
        identity: [("policy", .optional(name)), ("item", .integer(index))])
    }
    return result
  }

  /// `backend`, or the kind when the target has no name.
  static func target(_ targetRef: JSONNode) -> String? {
    targetRef["name"]?.string ?? targetRef["kind"]?.string
  }

  private static func sections(
    of node: JSONNode, service: String?, _ release: Release, identity: [JSONObject.Member]
  ) throws(FormError) -> [BackOffSubject] {
    let conf: Conf
    do {
      conf = try Conf(decoding: node)
    } catch {
      throw FormError(message: error.message, node: error.node)
    }
    var sections: [EffectiveMeshRetry.Section] = []
    if conf.http != nil { sections.append(.http) }
    if conf.grpc != nil { sections.append(.grpc) }
    if conf.tcp != nil { sections.append(.tcp) }
    return sections.map { section in
      var subject = BackOffSubject(
        service: service, protocol: section.rawValue, section: section, conf: conf, node: node,
        release: release)
      subject.identity = identity
      return subject
    }
  }
}
