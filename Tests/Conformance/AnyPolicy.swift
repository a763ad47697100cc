import JSON
import MeshRetryCore

/// Policies of kinds that the tools do not know, in the form that the engine takes: targetRefs and opaque
/// confs. What a kind has of its own is given here as parameters.
enum AnyPolicy {
  /// Fields that hold durations, which Kuma prints in Go's form.
  private static let durations: Set<String> = [
    "connectionTimeout", "idleTimeout", "requestTimeout", "streamIdleTimeout",
    "maxStreamDuration", "maxConnectionDuration", "requestHeadersTimeout", "interval",
    "baseEjectionTime", "perTryTimeout", "baseInterval", "maxInterval",
  ]

  /// A kind of policy whose items stand in that list.
  static func kind(_ type: String, _ list: Policy.List = .to) -> PolicyKind {
    if type == "MeshRetry" && list == .to { return .meshRetry }
    return PolicyKind(type: type, list: list, merging: merging(type)) { resource, release in
      policy(resource, list, release)
    }
  }

  /// The policy in a resource, as the kind reads it.
  static func read(_ resource: Resource, _ kind: PolicyKind, _ release: Release) -> Policy? {
    if kind.type == "MeshRetry" && kind.list == .to {
      return try? Policy(meshRetry: resource, release: release)
    }
    return policy(resource, kind.list, release)
  }

  /// How the kind merges lists.
  private static func merging(_ type: String) -> MergeRules {
    type == "MeshHTTPRoute"
      ? MergeRules(
        keyed: ["rules": .init(key: "matches", conf: "default")], valuesKey: "hostnames") : .plain
  }

  private static func policy(
    _ resource: Resource, _ list: Policy.List, _ release: Release
  ) -> Policy {
    let spec = resource.body
    var items = (spec[list.rawValue]?.elements).map { $0.map { item($0, release) } } ?? []
    if spec[list.rawValue] == nil, let conf = spec["default"] {
      // A policy with a single conf has it for all.
      let value = stored(conf.value)
      items = [
        .init(
          targetRef: TargetRef(kind: "Mesh"),
          conf: release.has(.universalSchemaDefaults) ? withTraceDefaults(value) : value)
      ]
    }
    return Policy(
      resource: resource, targetRef: spec["targetRef"].map { TargetRef(decoding: $0, release) },
      items: items)
  }

  private static func item(_ node: JSONNode, _ release: Release) -> Policy.Item {
    var conf = node["default"].map { stored($0.value) } ?? .object(JSONObject())
    if let rules = node["rules"], release.has(.resourceRules), isTCP(rules) {
      // A MeshTCPRoute has one rule without matches, which is its conf.
      conf = stored(rules[0].map { withDefaults($0.value) } ?? .object(JSONObject()))
    } else if let rules = node["rules"] {
      var object: JSONObject = ["rules": .array(rules.elements.map { withDefaults($0.value) })]
      object["hostnames"] = node["hostnames"].map(\.value)
      conf = stored(.object(object))
    }
    return .init(
      targetRef: node["targetRef"].map { TargetRef(decoding: $0, release) } ?? TargetRef(),
      conf: conf)
  }

  private static func isTCP(_ rules: JSONNode) -> Bool {
    rules.elements.allSatisfy { $0["matches"] == nil }
  }

  /// What the schema of MeshTrace fills in.
  private static let traceDefaults: [String: JSONObject] = [
    "zipkin": ["apiVersion": "httpJson", "sharedSpanContext": true, "traceId128bit": false],
    "datadog": ["splitService": false],
  ]

  private static func withTraceDefaults(_ conf: JSONValue) -> JSONValue {
    guard var object = conf.object, let backends = object["backends"]?.array else { return conf }
    object["backends"] = .array(
      backends.map { backend in
        guard var backend = backend.object else { return backend }
        for (key, defaults) in traceDefaults {
          guard var fields = backend[key]?.object else { continue }
          for (name, value) in defaults.members where fields[name] == nil { fields[name] = value }
          backend[key] = .object(fields)
        }
        return .object(backend)
      })
    return .object(object)
  }

  /// Backends of a route weigh 1 unless something else is said.
  private static func withDefaults(_ rule: JSONValue) -> JSONValue {
    guard var object = rule.object, var conf = object["default"]?.object,
      let refs = conf["backendRefs"]?.array
    else { return rule }
    conf["backendRefs"] = .array(
      refs.map { ref in
        guard var ref = ref.object, ref["weight"] == nil else { return ref }
        ref["weight"] = 1
        return .object(ref)
      })
    object["default"] = .object(conf)
    return .object(object)
  }

  /// A conf as Kuma stores it: nothing null, durations in Go's form.
  static func stored(_ value: JSONValue, key: String = "") -> JSONValue {
    switch value {
    case .object(let object):
      return .object(
        JSONObject(
          object.members.filter { $0.value != .null }.map {
            (key: $0.key, value: stored($0.value, key: $0.key))
          }))
    case .array(let elements): return .array(elements.map { stored($0) })
    case .string(let text) where durations.contains(key):
      return (try? GoDuration(parsing: text)).map { .string($0.description) } ?? value
    default: return value
    }
  }
}
