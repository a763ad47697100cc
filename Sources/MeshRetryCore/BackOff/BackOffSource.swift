import JSON

/// Documents that hold confs, and the entries in them.
public enum BackOffSource {
  /// Why a document gives no entries, and the value in the way.
  public struct FormError: Error, Sendable {
    /// What is wrong.
    public let message: String
    /// Where.
    public let node: JSONNode
  }

  /// The entries of a document: each outbound and gateway listener of an EffectiveMeshRetry, each
  /// section of each item of a MeshRetry, each section of a bare conf. None for other resources.
  ///
  /// - Parameter release: the release that applies; nil lets the document's own one, or else that of
  ///   the documentation.
  public static func entries(
    in node: JSONNode, release: Release?
  ) throws(FormError) -> [Entry] {
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
  ) throws(FormError) -> [Entry] {
    guard node["version"]?.number?.integer() == EffectiveMeshRetry.version else {
      throw FormError(
        message: "version must be \(EffectiveMeshRetry.version)", node: node["version"] ?? node)
    }
    guard let own = node["release"]?.string.flatMap(Release.init(parsing:)) else {
      throw FormError(message: "unknown release", node: node["release"] ?? node)
    }
    let mesh = node["mesh"]?.string
    let proxy: [JSONObject.Member] = [
      ("mesh", .optional(mesh)), ("dataplane", .optional(node["dataplane"]?.string)),
    ]
    var confs = KnownConfs()
    var entries: [Entry] = []
    for list in ["outbounds", "gatewayListeners"] {
      guard let items = node[list]?.elements else { continue }
      for item in items {
        var entry = try destination(item, release ?? own, &confs)
        entry.subject.mesh = mesh
        entry.subject.identity = proxy
        for key in ["address", "port"] {
          if let value = item[key] { entry.subject.identity.append((key, value.value)) }
        }
        entries.append(entry)
      }
    }
    return entries
  }

  /// An outbound or a gateway listener.
  private static func destination(
    _ item: JSONNode, _ release: Release, _ confs: inout KnownConfs
  ) throws(FormError) -> Entry {
    guard let name = item["protocol"]?.string else {
      throw FormError(message: "'protocol' must be a string", node: item["protocol"] ?? item)
    }
    var section: EffectiveMeshRetry.Section?
    if let node = item["section"], !node.isNull {
      section = node.string.flatMap({ EffectiveMeshRetry.Section(rawValue: $0) })
      if section == nil {
        throw FormError(message: "'section' must be http, grpc, tcp or null", node: node)
      }
    }
    let node = item["conf"].flatMap { $0.isNull ? nil : $0 }
    var conf: Conf?
    if let node { conf = try confs.conf(node) }
    let subject = BackOffSubject(
      service: item["service"]?.string ?? item["resource"]?.string, protocol: name,
      release: release)
    return Entry(subject, section, conf, node: node)
  }

  /// Confs by their text: a mesh has far fewer of them than destinations.
  private struct KnownConfs {
    private var confs: [[UInt8]: Conf] = [:]
    private var writer = JSONWriter()

    mutating func conf(_ node: JSONNode) throws(FormError) -> Conf {
      writer.removeAll()
      writer.write(node)
      writer.endLine()
      if let known = confs[writer.bytes] { return known }
      do {
        let conf = try Conf(decoding: node)
        confs[writer.bytes] = conf
        return conf
      } catch {
        throw FormError(message: error.message, node: error.node)
      }
    }
  }

  private static func policy(
    _ node: JSONNode, _ release: Release
  ) throws(FormError) -> [Entry] {
    let name = node["name"]?.string ?? node["metadata"]?["name"]?.string
    // The API server fills in what the schema of a custom resource has as defaults.
    let hasDefaults = node["apiVersion"] != nil && release.has(.backOffSchemaDefaults)
    var result: [Entry] = []
    let items = (node["spec"]?["to"]?.elements).map(Array.init) ?? []
    for (index, item) in items.enumerated() {
      guard let conf = item["default"], !conf.isNull else { continue }
      var entries = try sections(
        of: conf, service: item["targetRef"].flatMap(target), release,
        identity: [("policy", .optional(name)), ("item", .integer(index))])
      for index in entries.indices { entries[index].subject.mesh = mesh(of: node) }
      if hasDefaults {
        for index in entries.indices {
          entries[index].conf?.http?.fillInBaseInterval()
          entries[index].conf?.grpc?.fillInBaseInterval()
        }
      }
      result += entries
    }
    return result
  }

  /// The mesh of a resource, in its universal or its Kubernetes form.
  static func mesh(of node: JSONNode) -> String {
    node["mesh"]?.string ?? node["metadata"]?["labels"]?["kuma.io/mesh"]?.string ?? "default"
  }

  /// `backend`, or the kind when the target has no name.
  static func target(_ targetRef: JSONNode) -> String? {
    targetRef["name"]?.string ?? targetRef["kind"]?.string
  }

  private static func sections(
    of node: JSONNode, service: String?, _ release: Release, identity: [JSONObject.Member]
  ) throws(FormError) -> [Entry] {
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
        service: service, protocol: section.rawValue, release: release)
      subject.identity = identity
      return Entry(subject, section, conf, node: node)
    }
  }
}
