import JSON

/// What Envoy gets for a proxy: every destination of an EffectiveMeshRetry with its action, and what
/// there is to say about it.
public struct ProxyRetries: Sendable {
  /// The document.
  public let document: EffectiveMeshRetry
  /// The release whose rules apply: the document's own unless another is asked for.
  public let release: Release
  /// The outbounds, then the listeners of a gateway, each in the document's order.
  public let entries: [Entry]
  /// The document as it was read.
  let node: JSONNode

  /// A destination and what becomes of it.
  public struct Entry: Sendable {
    /// The destination.
    public let destination: EnvoyDestination
    /// What becomes of its routes or TCP proxy, repairs included.
    public let action: RetryAction
    /// What there is to say about the conf, before repairs.
    public let remarks: [PolicyRemark]
    /// The outbound or listener in the document.
    let node: JSONNode
    /// Its path in the document.
    let path: String
  }

  /// What a caller may ask for.
  public struct Request: Sendable {
    /// Another release than the document's.
    public var release: Release?
    /// Whether policies are repaired.
    public var repairs = false
    /// The timeout of the routes, where it is known.
    public var routeTimeout: GoDuration?

    /// The document's own release, no repairs.
    public init() {}
  }

  /// Reads a document.
  ///
  /// - Throws: ``EffectiveMeshRetry/FormError`` when it is none.
  public init(
    decoding node: JSONNode, _ request: Request
  ) throws(EffectiveMeshRetry.FormError) {
    document = try EffectiveMeshRetry(decoding: node)
    release = request.release ?? document.release
    self.node = node
    let mapping = RetryPolicyMapping(release: release)
    var entries: [Entry] = []
    func add(_ destination: EnvoyDestination, _ node: JSONNode, _ path: String) {
      let action = mapping.action(destination.section, destination.conf)
      let remarks = mapping.remarks(
        destination.section, destination.conf, routeTimeout: request.routeTimeout)
      entries.append(
        Entry(
          destination: destination, action: request.repairs ? action.repaired(remarks) : action,
          remarks: remarks, node: node, path: path))
    }
    let outbounds = (node["outbounds"]?.elements).map(Array.init) ?? []
    for (index, outbound) in document.outbounds.enumerated() {
      add(EnvoyDestination(outbound), outbounds[index], "outbounds[\(index)]")
    }
    let listeners = (node["gatewayListeners"]?.elements).map(Array.init) ?? []
    for (index, listener) in document.gatewayListeners.enumerated()
    where release.has(.builtinGateways) {
      add(
        EnvoyDestination(listener, of: document.dataplane), listeners[index],
        "gatewayListeners[\(index)]")
    }
    self.entries = entries
  }

  /// The destinations with their actions.
  public var destinations: [(destination: EnvoyDestination, action: RetryAction)] {
    entries.map { ($0.destination, $0.action) }
  }

  /// The remarks as findings at the places where the fields were written, as far as they are known,
  /// else in the document.
  ///
  /// - Parameters:
  ///   - file: the document's name.
  ///   - repaired: whether the policies were repaired: what was is a warning that says how.
  public func findings(in file: String, repaired: Bool) -> [Finding] {
    entries.flatMap { entry in
      entry.remarks.map { finding($0, entry, file, repaired) }
    }
  }

  private func finding(
    _ remark: PolicyRemark, _ entry: Entry, _ file: String, _ repaired: Bool
  ) -> Finding {
    let repair = repaired ? remark.repair : nil
    let name = entry.destination.name.map { " (to \($0))" } ?? ""
    let place = "\(remark.path)\(name): "
    return Finding(
      remark.code,
      repair.map { "\(place)repaired: \($0.text); \(remark.message)" }
        ?? place + remark.message,
      at: ConfPlace.location(of: remark.path, in: entry.node, file: file),
      severity: repair == nil ? nil : .warning, path: "\(entry.path).conf.\(remark.path)",
      resource: ResourceName(type: "Dataplane", mesh: document.mesh, name: document.dataplane),
      help: repaired || remark.repair == nil
        ? nil : remark.repair.map { "mr-envoy --repair: \($0.text)" })
  }
}

/// Where a field of a conf was written.
enum ConfPlace {
  /// The `source` of the field, else the field's place in the outbound's conf.
  static func location(of path: String, in outbound: JSONNode, file: String) -> SourceLocation {
    let steps = path.split(whereSeparator: { $0 == "." || $0 == "[" || $0 == "]" })
    if let fields = outbound["fields"] {
      // A list has one origin: `http.retryOn` is also the place of `http.retryOn[2]`.
      for count in stride(from: steps.count, to: 0, by: -1) {
        let key = steps.prefix(count).joined(separator: ".")
        if let source = fields[key]?["source"]?.string, let place = parse(source) { return place }
      }
    }
    var node = outbound["conf"] ?? outbound
    for step in steps {
      guard let next = Int(step).flatMap({ node[$0] }) ?? node[String(step)] else { break }
      node = next
    }
    return SourceLocation(file: file, range: node.range)
  }

  /// `file:line:column`; the file's name may have colons.
  private static func parse(_ source: String) -> SourceLocation? {
    let parts = source.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 3, let line = UInt32(parts[parts.count - 2]),
      let column = UInt32(parts[parts.count - 1])
    else { return nil }
    let start = Position(line: line, column: column)
    return SourceLocation(
      file: parts.dropLast(2).joined(separator: ":"), range: TextRange(start: start, end: start))
  }
}
