import JSON

/// The MeshTimeout and MeshCircuitBreaker resources of an input, for budgets.
///
/// They are not matched as mr-match matches MeshRetry: a policy counts when it selects the whole mesh,
/// and of its items the last one that names the service, or else the last one that names the mesh.
/// What selects only some proxies is passed over, and said so.
public struct RouteLimitPolicies: Sendable {
  private var items: [Item] = []
  /// Policies that were passed over: type and name.
  public private(set) var passedOver: [String] = []

  private struct Item: Sendable {
    var policy: String
    var mesh: String
    /// The service it is for; nil for all.
    var service: String?
    var routeTimeout: GoDuration?
    var connectTimeout: GoDuration?
    var maxRetries: UInt32?
  }

  /// None.
  public init() {}

  /// Takes a resource in when it is one of these policies.
  public mutating func add(_ node: JSONNode) {
    guard
      let type = ["MeshTimeout", "MeshCircuitBreaker"].first(where: {
        BackOffSource.isResource(node, $0)
      })
    else { return }
    let name = node["name"]?.string ?? node["metadata"]?["name"]?.string ?? ""
    let mesh = BackOffSource.mesh(of: node)
    if let targetRef = node["spec"]?["targetRef"], !targetRef.isNull,
      targetRef["kind"]?.hasText("Mesh") != true
    {
      passedOver.append("\(type) \(name)")
      return
    }
    for item in (node["spec"]?["to"]?.elements).map(Array.init) ?? [] {
      let kind = item["targetRef"]?["kind"]?.string
      guard kind == "Mesh" || kind == "MeshService", let conf = item["default"] else { continue }
      items.append(
        Item(
          policy: "\(type) \(name)", mesh: mesh,
          service: kind == "Mesh" ? nil : item["targetRef"]?["name"]?.string ?? "",
          routeTimeout: Self.duration(conf["http"]?["requestTimeout"]),
          connectTimeout: Self.duration(conf["connectionTimeout"]),
          maxRetries: conf["connectionLimits"]?["maxRetries"]?.number?.integer()))
    }
  }

  /// The limits for a service, on the base of others; what options say is put in afterwards.
  public func limits(service: String?, mesh: String?) -> RouteLimits {
    var limits = RouteLimits()
    if let (value, source) = last(service, mesh, { $0.routeTimeout }) {
      limits.routeTimeout = RouteLimits.Sourced(value, source: source)
    }
    if let (value, source) = last(service, mesh, { $0.connectTimeout }) {
      limits.connectTimeout = RouteLimits.Sourced(value, source: source)
    }
    if let (value, source) = last(service, mesh, { $0.maxRetries }) {
      limits.maxRetries = RouteLimits.Sourced(value, source: source)
    }
    return limits
  }

  private func last<Value>(
    _ service: String?, _ mesh: String?, _ field: (Item) -> Value?
  ) -> (Value, source: String)? {
    var general: (Value, String)?
    var specific: (Value, String)?
    for item in items where mesh == nil || item.mesh == mesh {
      guard let value = field(item) else { continue }
      if item.service == nil {
        general = (value, item.policy)
      } else if item.service == service {
        specific = (value, item.policy)
      }
    }
    return specific ?? general
  }

  private static func duration(_ node: JSONNode?) -> GoDuration? {
    node?.string.flatMap { try? GoDuration(parsing: $0) }
  }
}
