import JSON

extension Conf {
  /// The conf in a JSON value such as `{"http": {"numRetries": 3}}`.
  ///
  /// - Throws: the problem that Go's decoder would report.
  public init(decoding node: JSONNode) throws(DecodingProblem) {
    var decoder = GoDecoder()
    self = decoder.conf(node, at: GoDecoder.Field(structName: "Conf", path: ""))
    if let problem = decoder.reported { throw problem }
  }
}

extension GoDecoder {
  private static let headerMatches = "[]v1alpha1.HTTPHeaderMatch"

  mutating func conf(_ node: JSONNode, at field: Field) -> Conf {
    var conf = Conf()
    members(node, of: "v1alpha1.Conf", at: field, names: ["tcp", "http", "grpc"]) {
      decoder, name, value in
      let member = field.member(name, of: "Conf")
      switch name {
      case "tcp": conf.tcp = decoder.tcp(value, at: member)
      case "http": conf.http = decoder.http(value, at: member)
      default: conf.grpc = decoder.grpc(value, at: member)
      }
    }
    return conf
  }

  private mutating func tcp(_ node: JSONNode, at field: Field) -> Conf.TCP {
    var tcp = Conf.TCP()
    members(node, of: "v1alpha1.TCP", at: field, names: ["maxConnectAttempt"]) {
      decoder, name, value in
      tcp.maxConnectAttempt = decoder.integer(
        value, at: field.member(name, of: "TCP"), goType: "uint32")
    }
    return tcp
  }

  private mutating func http(_ node: JSONNode, at field: Field) -> Conf.HTTP {
    var http = Conf.HTTP()
    let names = [
      "numRetries", "perTryTimeout", "backOff", "rateLimitedBackOff", "retryOn",
      "retriableResponseHeaders", "retriableRequestHeaders", "hostSelection",
      "hostSelectionMaxAttempts",
    ]
    members(node, of: "v1alpha1.HTTP", at: field, names: names) { decoder, name, value in
      let member = field.member(name, of: "HTTP")
      switch name {
      case "numRetries": http.numRetries = decoder.integer(value, at: member, goType: "uint32")
      case "perTryTimeout": http.perTryTimeout = decoder.duration(value)
      case "backOff": http.backOff = decoder.backOff(value, at: member)
      case "rateLimitedBackOff":
        http.rateLimitedBackOff = decoder.rateLimitedBackOff(value, at: member)
      case "retryOn":
        http.retryOn = decoder.array(value, at: member, goType: "[]v1alpha1.HTTPRetryOn") {
          $0.string($1, at: member)
        }
      case "retriableResponseHeaders":
        http.retriableResponseHeaders = decoder.headers(value, at: member)
      case "retriableRequestHeaders":
        http.retriableRequestHeaders = decoder.headers(value, at: member)
      case "hostSelection":
        http.hostSelection = decoder.array(value, at: member, goType: "[]v1alpha1.Predicate") {
          $0.predicate($1, at: member)
        }
      default:
        http.hostSelectionMaxAttempts = decoder.integer(value, at: member, goType: "int64")
      }
    }
    return http
  }

  private mutating func grpc(_ node: JSONNode, at field: Field) -> Conf.GRPC {
    var grpc = Conf.GRPC()
    let names = ["numRetries", "perTryTimeout", "backOff", "rateLimitedBackOff", "retryOn"]
    members(node, of: "v1alpha1.GRPC", at: field, names: names) { decoder, name, value in
      let member = field.member(name, of: "GRPC")
      switch name {
      case "numRetries": grpc.numRetries = decoder.integer(value, at: member, goType: "uint32")
      case "perTryTimeout": grpc.perTryTimeout = decoder.duration(value)
      case "backOff": grpc.backOff = decoder.backOff(value, at: member)
      case "rateLimitedBackOff":
        grpc.rateLimitedBackOff = decoder.rateLimitedBackOff(value, at: member)
      default:
        grpc.retryOn = decoder.array(value, at: member, goType: "[]v1alpha1.GRPCRetryOn") {
          $0.string($1, at: member)
        }
      }
    }
    return grpc
  }

  private mutating func backOff(_ node: JSONNode, at field: Field) -> Conf.BackOff {
    var backOff = Conf.BackOff()
    members(node, of: "v1alpha1.BackOff", at: field, names: ["baseInterval", "maxInterval"]) {
      decoder, name, value in
      if name == "baseInterval" {
        backOff.baseInterval = decoder.duration(value)
      } else {
        backOff.maxInterval = decoder.duration(value)
      }
    }
    if defaults.backOffs, node.isAbsentOrNull("baseInterval") {
      backOff.baseInterval = GoDuration(milliseconds: 25)
    }
    return backOff
  }

  private mutating func rateLimitedBackOff(
    _ node: JSONNode, at field: Field
  ) -> Conf.RateLimitedBackOff {
    var backOff = Conf.RateLimitedBackOff()
    let type = "v1alpha1.RateLimitedBackOff"
    members(node, of: type, at: field, names: ["resetHeaders", "maxInterval"]) {
      decoder, name, value in
      let member = field.member(name, of: "RateLimitedBackOff")
      if name == "maxInterval" {
        backOff.maxInterval = decoder.duration(value)
      } else {
        backOff.resetHeaders = decoder.array(
          value, at: member, goType: "[]v1alpha1.ResetHeader"
        ) { $0.resetHeader($1, at: member) }
      }
    }
    if defaults.backOffs, node.isAbsentOrNull("maxInterval") {
      backOff.maxInterval = GoDuration(milliseconds: 300_000)
    }
    return backOff
  }

  private mutating func resetHeader(_ node: JSONNode, at field: Field) -> Conf.ResetHeader {
    var header = Conf.ResetHeader()
    if node.isNull { return header }
    members(node, of: "v1alpha1.ResetHeader", at: field, names: ["name", "format"]) {
      decoder, name, value in
      let text = decoder.string(value, at: field.member(name, of: "ResetHeader"))
      if name == "name" { header.name = text } else { header.format = text }
    }
    return header
  }

  private mutating func headers(_ node: JSONNode, at field: Field) -> [Conf.HeaderMatch]? {
    array(node, at: field, goType: Self.headerMatches) { decoder, element in
      var match = Conf.HeaderMatch()
      if element.isNull { return match }
      decoder.members(
        element, of: "v1alpha1.HTTPHeaderMatch", at: field, names: ["name", "type", "value"]
      ) { decoder, name, value in
        let text = decoder.string(value, at: field.member(name, of: "HTTPHeaderMatch"))
        switch name {
        case "name": match.name = text
        case "type": match.type = text
        default: match.value = text
        }
      }
      if decoder.defaults.headerType, element.isAbsentOrNull("type") { match.type = "Exact" }
      return match
    }
  }

  private mutating func predicate(_ node: JSONNode, at field: Field) -> Conf.HostPredicate {
    var predicate = Conf.HostPredicate()
    if node.isNull { return predicate }
    let names = ["predicate", "tags", "updateFrequency"]
    members(node, of: "v1alpha1.Predicate", at: field, names: names) { decoder, name, value in
      let member = field.member(name, of: "Predicate")
      switch name {
      case "predicate": predicate.predicate = decoder.string(value, at: member)
      case "tags": predicate.tags = decoder.stringMap(value, at: member)?.entries
      default:
        predicate.updateFrequency =
          decoder.integer(value, at: member, goType: "int32") ?? 0
      }
    }
    if defaults.updateFrequency, node.isAbsentOrNull("updateFrequency") {
      predicate.updateFrequency = 2
    }
    return predicate
  }

  /// The entries of a map of strings, in the order written.
  mutating func stringMap(_ node: JSONNode, at field: Field) -> StringMap? {
    guard node.kind == .object else {
      mismatch(node, field, goType: "map[string]string")
      return nil
    }
    let members = node.members.filter { form == .universal || !$0.value.isNull }
    return StringMap(members.map { ($0.key.string ?? "", string($0.value, at: field)) })
  }
}

extension JSONNode {
  /// Whether a schema default takes this place.
  fileprivate func isAbsentOrNull(_ key: String) -> Bool { self[key]?.isNull ?? true }
}
