import JSON

/// A unit test of policies: what a destination of a proxy is expected to get.
///
///     type: MeshRetryExpectation
///     name: web-retries-backend
///     mesh: default
///     dataplane: web-1
///     destination: {service: backend}     # or {resource: NAME or kri_…}, {listener: 8080}
///     expect:
///       section: http                     # also: protocol, origin
///       http: {numRetries: 5, perTryTimeout: null}
///
/// Fields are those of a conf; null means that a field must not be set.
public struct Expectation: Sendable {
  /// The `type` of the document.
  public static let type = "MeshRetryExpectation"

  /// The document.
  public let resource: Resource

  /// The expectation in a resource of that type.
  public init(_ resource: Resource) { self.resource = resource }

  /// The proxy that is meant; nil when none is named.
  public var dataplane: String? { resource.body["dataplane"]?.scalarText }

  private static let keys: Set<String> = [
    "type", "name", "mesh", "labels", "spec", "dataplane", "destination", "outbound", "expect",
    SourcePositions.key,
  ]

  /// What in the document is no expectation.
  public var problems: [Finding] {
    var result: [Finding] = []
    for (key, _) in resource.body.members where !Self.keys.contains(key.string ?? "") {
      let name = key.string ?? ""
      result.append(
        problem("unknown key '\(name)' in an expectation", resource.bodyPath(name)))
    }
    if dataplane == nil { result.append(problem("'dataplane' is missing", resource.bodyPath())) }
    if wanted == nil { result.append(problem("'destination' is missing", resource.bodyPath())) }
    if resource.body["expect"]?.kind != .object {
      result.append(problem("'expect' must be an object", resource.bodyPath("expect")))
    }
    return result
  }

  private func problem(_ message: String, _ path: FieldPath) -> Finding {
    Finding(
      .badExpectation, message, at: resource.location(path), path: path.description,
      resource: resource.identity)
  }

  private func failure(_ message: String, _ path: FieldPath) -> Finding {
    Finding(
      .failedExpectation, message, at: resource.location(path), path: path.description,
      resource: resource.identity)
  }

  /// The finding that the proxy is not there.
  public func missingDataplane(_ hint: String) -> Finding {
    failure("unknown Dataplane '\(dataplane ?? "")'\(hint)", resource.bodyPath("dataplane"))
  }

  // MARK: Destination

  /// The name of the destination that is meant: a service, a resource, or `:port`.
  private var wanted: String? {
    let node = resource.body["destination"] ?? resource.body["outbound"]
    if let text = node?.scalarText { return text }
    return node?["service"]?.scalarText ?? node?["resource"]?.scalarText
      ?? node?["listener"]?.scalarText.map { ":\($0)" }
  }

  private func destinations(
    _ proxy: EffectiveMeshRetry, _ name: String
  ) -> [EffectiveMeshRetry.DestinationConf] {
    let all = proxy.destinations
    let exact = all.filter { $0.name == name }
    if !exact.isEmpty { return exact }
    // A resource by its name alone: all of its ports.
    return all.filter { destination in
      let parts = destination.name.split(separator: "_", omittingEmptySubsequences: false)
      return parts.count == 7 && parts[0] == "kri" && parts[5] == name
    }
  }

  // MARK: Outcome

  /// What does not come true of a proxy's state.
  public func failures(_ proxy: EffectiveMeshRetry) -> [Finding] {
    guard let wanted, let expected = resource.body["expect"] else { return [] }
    let found = destinations(proxy, wanted)
    if found.isEmpty {
      let key = resource.body["destination"] == nil ? "outbound" : "destination"
      let names = proxy.destinations.map(\.name)
      let hint = Nearest.match(wanted, in: names).map { "; did you mean '\($0)'?" } ?? ""
      return [
        failure(
          "\(proxy.dataplane) has no destination '\(wanted)'\(hint)", resource.bodyPath(key))
      ]
    }
    return found.flatMap { destination in
      expected.members.flatMap { key, value in
        check(
          (key.string ?? "").split(separator: ".").map(String.init), value,
          resource.bodyPath("expect").key(key.string ?? ""), proxy, destination)
      }
    }
  }

  private func check(
    _ path: [String], _ value: JSONNode, _ place: FieldPath, _ proxy: EffectiveMeshRetry,
    _ destination: EffectiveMeshRetry.DestinationConf
  ) -> [Finding] {
    if value.kind == .object && value.count > 0 && destination.conf?.at(path)?.object != nil
      || value.kind == .object && path.count < 3 && value.count > 0
    {
      return value.members.flatMap { key, member in
        check(
          path + [key.string ?? ""], member, place.key(key.string ?? ""), proxy, destination)
      }
    }
    let have = actual(path, destination)
    guard !Self.agree(have, value.value) else { return [] }
    let name = path.joined(separator: ".")
    let source = destination.fields.first { $0.path == name }?.origin
    let origin = source.map { origin in
      " (by \(origin.policy)\(origin.source.map { " at \($0)" } ?? ""))"
    }
    let state = have.map { "is \($0.compactText)\(origin ?? "")" } ?? "is not set"
    return [
      failure(
        "\(proxy.dataplane) to \(destination.name): \(name) \(state), expected "
          + (value.isNull ? "not set" : value.value.compactText), place)
    ]
  }

  private func actual(
    _ path: [String], _ destination: EffectiveMeshRetry.DestinationConf
  ) -> JSONValue? {
    switch path {
    case ["section"]: destination.section.map { .string($0.rawValue) }
    case ["protocol"]: .string(destination.protocol)
    case ["origin"]: .array(destination.origin.map(JSONValue.string))
    default: destination.conf?.at(path)
    }
  }

  /// Equal, a duration in any spelling; null is what is not there.
  private static func agree(_ have: JSONValue?, _ wanted: JSONValue) -> Bool {
    guard let have else { return wanted == .null }
    if have == wanted { return true }
    if let a = have.string, let b = wanted.string, let first = try? GoDuration(parsing: a),
      let second = try? GoDuration(parsing: b)
    {
      return first == second
    }
    guard let a = have.object, let b = wanted.object, a.count == b.count else { return false }
    return a.members.allSatisfy { key, value in b[key].map { agree(value, $0) } ?? false }
  }
}

extension JSONValue {
  /// The value at the end of a path of keys.
  fileprivate func at(_ path: [String]) -> JSONValue? {
    path.reduce(Optional(self)) { value, key in value?[key] }
  }
}
