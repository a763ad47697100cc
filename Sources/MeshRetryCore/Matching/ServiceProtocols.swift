import JSON

/// The protocol of a service: what all its endpoints have in common.
///
/// Source: Kuma's `InferServiceProtocol`: own endpoints, those of other zones, external services.
struct ServiceProtocols: Sendable {
  private var protocols: [String: String] = [:]

  /// The protocol of a service nobody knows, or whose endpoints say nothing.
  static let unknown = "unknown"

  /// Each protocol with those it can be spoken over.
  private static let stacks: [String: [String]] = [
    "grpc": ["grpc", "http2", "tcp"], "http2": ["http2", "tcp"], "http": ["http", "tcp"],
    "kafka": ["kafka", "tcp"], "tcp": ["tcp"],
  ]

  /// The services of a mesh, by name.
  init(_ mesh: MeshSnapshot, _ release: Release) {
    var all = Set<String>()
    let countsState = release.has(.readinessByState)
    for dataplane in mesh.dataplanes {
      for inbound in dataplane.inbounds {
        if let service = inbound.tags[LabelKey.service] { all.insert(service) }
        if countsState ? inbound.isReady : inbound.isHealthy { add(inbound.tags) }
      }
    }
    for ingress in mesh.zoneIngresses {
      for service in ingress.body["availableServices"]?.elements.map({ $0 }) ?? []
      where service["mesh"]?.hasText(mesh.name) ?? true {
        add(StringMap(service["tags"]))
      }
    }
    for service in mesh.externalServices { add(StringMap(service.body["tags"])) }
    protocols.merge(mesh.statedProtocols) { $1 }
    services = all.union(protocols.keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The protocol of a service.
  subscript(service: String) -> String { protocols[service] ?? Self.unknown }

  /// Whether the service has endpoints.
  func knows(_ service: String) -> Bool { protocols[service] != nil }

  /// The services that are known, ready or not, sorted.
  private(set) var services: [String] = []

  private mutating func add(_ tags: StringMap) {
    guard let service = tags[LabelKey.service] else { return }
    let own = Self.parse(tags[LabelKey.protocol] ?? "")
    protocols[service] = protocols[service].map { Self.common($0, own) } ?? own
  }

  /// Whether a name is that of a protocol.
  static func isKnown(_ name: String) -> Bool { stacks[name] != nil }

  /// A protocol's name, in any letter case; anything else is unknown.
  static func parse(_ text: String) -> String {
    let name = text.lowercased()
    return stacks[name] == nil ? unknown : name
  }

  private static func common(_ a: String, _ b: String) -> String {
    if a == b { return a }
    guard let first = stacks[a], let second = stacks[b] else { return unknown }
    return first.first { second.contains($0) } ?? unknown
  }
}

extension Dataplane.Inbound {
  /// Whether it counts as an endpoint where the state says so.
  fileprivate var isReady: Bool { isHealthy && (state.isEmpty || state == "Ready") }
}

extension EffectiveMeshRetry.Section {
  /// The part of a conf that a protocol uses; none for http2, kafka and unknown.
  init?(usedBy name: String) {
    switch name {
    case "http": self = .http
    case "grpc": self = .grpc
    case "tcp": self = .tcp
    default: return nil
    }
  }
}
