import JSON

/// What kind of document this is, by its envelope.
public enum Envelope: Sendable, Equatable {
  /// `type: X`, of a type that Kuma knows (or of this project's own).
  case universal(type: String)
  /// `apiVersion` and `kind`.
  case kubernetes(apiVersion: String, kind: String)
  /// Neither: a `type` that nobody knows, or none (empty).
  case neither(type: String)

  /// The envelope of a document; `type` is read as Kuma reads it, in any letter case.
  public init(_ root: JSONNode) {
    if let version = root[Self.versionKey]?.string, let kind = root[Self.kindKey]?.string {
      self = .kubernetes(apiVersion: version, kind: kind)
      return
    }
    if let type = root[Self.typeKey], type.hasText("MeshRetry") {
      self = .universal(type: "MeshRetry")
      return
    }
    let type = (root.member("type") ?? root.memberIgnoringCase("type"))?.value.scalarText ?? ""
    self = Self.knownTypes.contains(type) ? .universal(type: type) : .neither(type: type)
  }

  private static let versionKey: JSONKey = "apiVersion"
  private static let kindKey: JSONKey = "kind"
  private static let typeKey: JSONKey = "type"

  /// Whether it is a MeshRetry, and of which form; nil when it is none.
  public var meshRetryForm: ResourceForm? {
    switch self {
    case .universal(type: "MeshRetry"): .universal
    case .kubernetes(let version, kind: "MeshRetry") where version.hasPrefix("kuma.io/"):
      .kubernetes
    default: nil
    }
  }

  /// The types of Kuma and Kong Mesh, and of this project.
  static let knownTypes: Set<String> = [
    "CircuitBreaker", "Config", "Dataplane", "DataplaneInsight", "ExternalService",
    "FaultInjection", "GlobalSecret", "HealthCheck", "HostnameGenerator", "Mesh",
    "MeshAccessLog", "MeshCircuitBreaker", "MeshExternalService", "MeshFaultInjection",
    "MeshGateway", "MeshGatewayRoute", "MeshGlobalRateLimit", "MeshHTTPRoute", "MeshHealthCheck",
    "MeshIdentity", "MeshInsight", "MeshLoadBalancingStrategy", "MeshMetric",
    "MeshMultiZoneService", "MeshOPA", "MeshPassthrough", "MeshProxyPatch", "MeshRateLimit",
    "MeshRetry", "MeshService", "MeshTCPRoute", "MeshTLS", "MeshTimeout", "MeshTrace",
    "MeshTrafficPermission", "MeshTrust", "OPAPolicy", "ProxyTemplate", "RateLimit", "Retry",
    "Secret", "ServiceInsight", "Timeout", "TrafficLog", "TrafficPermission", "TrafficRoute",
    "TrafficTrace", "VirtualOutbound", "Workload", "Zone", "ZoneEgress", "ZoneEgressInsight",
    "ZoneIngress", "ZoneIngressInsight", "ZoneInsight", "AccessRole", "AccessRoleBinding",
    "AccessAudit", "MeshRetryExpectation",
  ]
}

extension JSONNode {
  /// A scalar's text, as Go's reader makes it where text is wanted; nil for null and collections.
  var scalarText: String? {
    switch kind {
    case .string: string
    case .number: number?.text
    case .boolean: bool == true ? "true" : "false"
    case .null, .array, .object: nil
    }
  }
}
