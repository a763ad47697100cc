import JSON
import MeshRetryCore

/// Makes confs, policies and meshes by chance: many are ordinary, some are what only Kuma takes, or
/// what Envoy refuses.
struct PropertyGenerator {
  private var random: SplitMix64

  init(seed: Int) { random = SplitMix64(seed: UInt64(bitPattern: Int64(seed))) }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &random)]
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    elements.shuffled(using: &random)
  }

  // MARK: Confs

  mutating func conf() -> JSONValue {
    var conf = JSONObject()
    if chance(70) { conf["http"] = http() }
    if chance(50) { conf["grpc"] = grpc() }
    if chance(50) { conf["tcp"] = chance(80) ? ["maxConnectAttempt": number()] : [:] }
    return .object(conf)
  }

  private mutating func http() -> JSONValue {
    var object = common(retryOn: [
      "5xx", "Reset", "GatewayError", "ConnectFailure", "HttpMethodGet", "HttpMethodPost", "503",
      "429", "100", "+500",
    ])
    if chance(20) { object["retriableResponseHeaders"] = list { $0.header() } }
    if chance(20) { object["retriableRequestHeaders"] = list { $0.header() } }
    if chance(20) { object["hostSelection"] = list { $0.hosts() } }
    if chance(20) { object["hostSelectionMaxAttempts"] = number() }
    return .object(object)
  }

  private mutating func grpc() -> JSONValue {
    .object(
      common(retryOn: [
        "Canceled", "DeadlineExceeded", "Internal", "ResourceExhausted", "Unavailable",
      ]))
  }

  private mutating func common(retryOn words: [String]) -> JSONObject {
    var object = JSONObject()
    if chance(60) { object["numRetries"] = number() }
    if chance(40) { object["perTryTimeout"] = duration() }
    if chance(40) { object["backOff"] = intervals() }
    if chance(30) {
      var limited = intervals().object ?? JSONObject()
      limited["baseInterval"] = nil
      if chance(90) { limited["resetHeaders"] = list { $0.resetHeader() } }
      object["rateLimitedBackOff"] = .object(limited)
    }
    if chance(50) { object["retryOn"] = list { .string($0.pick(words)) } }
    return object
  }

  private mutating func list(_ element: (inout Self) -> JSONValue) -> JSONValue {
    let count = pick([0, 1, 1, 2, 3])
    return .array((0..<count).map { _ in element(&self) })
  }

  private mutating func number() -> JSONValue { .integer(pick([0, 1, 2, 3, 5, 100])) }

  private mutating func duration() -> JSONValue {
    .string(
      pick([
        "0s", "1ns", "900us", "1ms", "1.9ms", "25ms", "250ms", "1s", "1m0.5s", "300s", "-1s",
        "2562047h47m16s",
      ]))
  }

  private mutating func intervals() -> JSONValue {
    var object = JSONObject()
    if chance(80) { object["baseInterval"] = duration() }
    if chance(60) { object["maxInterval"] = duration() }
    return .object(object)
  }

  private mutating func resetHeader() -> JSONValue {
    [
      "name": .string(pick(["retry-after", "x-reset", ""])),
      "format": .string(pick(["Seconds", "UnixTimestamp"])),
    ]
  }

  private mutating func header() -> JSONValue {
    [
      "type": .string(pick(["Exact", "Prefix", "RegularExpression", "Present", "Absent"])),
      "name": .string(pick(["x-a", "x-b"])),
      "value": .string(pick(["", "v", "a|b", "(", "[a-z]+", "a**"])),
    ]
  }

  private mutating func hosts() -> JSONValue {
    switch pick([0, 1, 2]) {
    case 0: ["predicate": "OmitPreviousHosts"]
    case 1: ["predicate": "OmitHostsWithTags", "tags": ["version": "v1"]]
    default: ["predicate": "OmitPreviousPriorities", "updateFrequency": number()]
    }
  }

  // MARK: Meshes

  private static let services = ["web", "backend", "db"]

  /// A policy of that name.
  mutating func policy(_ name: String) -> JSONValue {
    var labels = JSONObject()
    if chance(20) { labels["kuma.io/origin"] = .string(pick(["zone", "global"])) }
    if chance(20) { labels["kuma.io/policy-role"] = .string(pick(["system", "consumer"])) }
    if chance(20) { labels["team"] = "a" }
    var object: JSONObject = [
      "type": "MeshRetry", "mesh": "default", "name": .string(name),
    ]
    if !labels.isEmpty { object["labels"] = .object(labels) }
    object["spec"] = [
      "targetRef": targetRef(isTop: true),
      "to": list { ["targetRef": $0.targetRef(isTop: false), "default": $0.conf()] },
    ]
    return .object(object)
  }

  private mutating func targetRef(isTop: Bool) -> JSONValue {
    let service = JSONValue.string(pick(Self.services))
    let tags: JSONValue = ["version": .string(pick(["v1", "v2"]))]
    switch pick(isTop ? [0, 1, 2, 3, 4, 5] : [0, 1, 2]) {
    case 1, 2: return ["kind": "MeshService", "name": service]
    case 3: return ["kind": "MeshSubset", "tags": tags]
    case 4: return ["kind": "MeshServiceSubset", "name": service, "tags": tags]
    case 5: return ["kind": "Dataplane", "labels": ["team": "a"]]
    default: return ["kind": "Mesh"]
    }
  }

  /// A mesh with a few proxies and policies, names given once.
  mutating func mesh() -> [JSONValue] {
    var resources: [JSONValue] = [["type": "Mesh", "name": "default"]]
    for (index, service) in Self.services.enumerated() {
      resources.append([
        "type": "Dataplane", "mesh": "default", "name": .string("\(service)-1"),
        "labels": chance(50) ? ["team": "a"] : [:],
        "networking": [
          "address": .string("10.0.0.\(index + 1)"),
          "inbound": [
            [
              "port": 80,
              "tags": [
                "kuma.io/service": .string(service), "version": .string(pick(["v1", "v2"])),
                "kuma.io/protocol": .string(pick(["http", "grpc", "tcp"])),
              ],
            ]
          ],
          "outbound": .array(
            Self.services.enumerated().map {
              [
                "port": .integer(10_001 + $0.offset),
                "tags": ["kuma.io/service": .string($0.element)],
              ]
            }),
        ],
      ])
    }
    for name in shuffled(["a", "b", "c", "d", "e"]) { resources.append(policy(name)) }
    return resources
  }
}
