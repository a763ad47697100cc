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

/// What is decoded is given away with `consume`: a conf is much to be copied.
extension GoDecoder {
  mutating func conf(_ node: JSONNode, over old: Conf = Conf(), at field: Field) -> Conf {
    if node.isNull { return old }
    var conf = old
    members(node, of: ConfStruct.conf, at: field) { decoder, section, value, field in
      switch section {
      case .tcp: conf.tcp = decoder.tcp(value, over: conf.tcp, at: field)
      case .http: conf.http = decoder.http(value, over: conf.http, at: field)
      case .grpc: conf.grpc = decoder.grpc(value, over: conf.grpc, at: field)
      }
    }
    return consume conf
  }

  private mutating func tcp(
    _ node: JSONNode, over old: Conf.TCP?, at field: Field
  ) -> Conf.TCP? {
    if node.isNull { return nil }
    var tcp = old ?? Conf.TCP()
    members(node, of: ConfStruct.tcp, at: field) { decoder, _, value, field in
      tcp.maxConnectAttempt = decoder.integer(value, at: field, goType: "uint32")
    }
    return consume tcp
  }

  private mutating func http(
    _ node: JSONNode, over old: Conf.HTTP?, at field: Field
  ) -> Conf.HTTP? {
    if node.isNull { return nil }
    var http = old ?? Conf.HTTP()
    members(node, of: ConfStruct.http, at: field) { decoder, name, value, field in
      if let name = name.common {
        return decoder.decode(name, value, into: &http, at: field, words: "HTTPRetryOn")
      }
      switch name {
      case .retriableResponseHeaders:
        http.retriableResponseHeaders = decoder.headers(
          value, over: http.retriableResponseHeaders, at: field)
      case .retriableRequestHeaders:
        http.retriableRequestHeaders = decoder.headers(
          value, over: http.retriableRequestHeaders, at: field)
      case .hostSelection:
        http.hostSelection = decoder.array(
          value, over: http.hostSelection, at: field, goType: "[]v1alpha1.Predicate"
        ) { $0.predicate($1, over: $2, at: field) }
      case .hostSelectionMaxAttempts:
        http.hostSelectionMaxAttempts = decoder.integer(value, at: field, goType: "int64")
      default: break
      }
    }
    return consume http
  }

  private mutating func grpc(
    _ node: JSONNode, over old: Conf.GRPC?, at field: Field
  ) -> Conf.GRPC? {
    if node.isNull { return nil }
    var grpc = old ?? Conf.GRPC()
    members(node, of: ConfStruct.grpc, at: field) { decoder, name, value, field in
      decoder.decode(name, value, into: &grpc, at: field, words: "GRPCRetryOn")
    }
    return consume grpc
  }

  /// A field that http and grpc have in common.
  ///
  /// - Parameter words: Kuma's type of the words of retryOn.
  private mutating func decode(
    _ name: ConfStruct.GRPC, _ value: JSONNode, into section: inout some RequestRetries,
    at field: Field, words: String
  ) {
    switch name {
    case .numRetries: section.numRetries = integer(value, at: field, goType: "uint32")
    case .perTryTimeout: section.perTryTimeout = duration(value, at: field)
    case .backOff: section.backOff = backOff(value, over: section.backOff, at: field)
    case .rateLimitedBackOff:
      section.rateLimitedBackOff = rateLimitedBackOff(
        value, over: section.rateLimitedBackOff, at: field)
    case .retryOn:
      section.retryOn = strings(value, over: section.retryOn, at: field, goType: words)
    }
  }

  /// A list of the strings of a type of Kuma's.
  mutating func strings(
    _ node: JSONNode, over old: [String]?, at field: Field, goType: String
  ) -> [String]? {
    array(node, over: old, at: field, goType: "[]v1alpha1." + goType) {
      $0.string($1, over: $2 ?? "", at: field, goType: "v1alpha1." + goType)
    }
  }

  private mutating func backOff(
    _ node: JSONNode, over old: Conf.BackOff?, at field: Field
  ) -> Conf.BackOff? {
    if node.isNull { return nil }
    var backOff = old ?? Conf.BackOff()
    members(node, of: ConfStruct.backOff, at: field) { decoder, name, value, field in
      switch name {
      case .baseInterval: backOff.baseInterval = decoder.duration(value, at: field)
      case .maxInterval: backOff.maxInterval = decoder.duration(value, at: field)
      }
    }
    if defaults.backOffs, node.isAbsentOrNull("baseInterval") {
      backOff.baseInterval = GoDuration(milliseconds: 25)
    }
    return consume backOff
  }

  private mutating func rateLimitedBackOff(
    _ node: JSONNode, over old: Conf.RateLimitedBackOff?, at field: Field
  ) -> Conf.RateLimitedBackOff? {
    if node.isNull { return nil }
    var backOff = old ?? Conf.RateLimitedBackOff()
    members(node, of: ConfStruct.rateLimitedBackOff, at: field) { decoder, name, value, field in
      switch name {
      case .maxInterval: backOff.maxInterval = decoder.duration(value, at: field)
      case .resetHeaders:
        backOff.resetHeaders = decoder.array(
          value, over: backOff.resetHeaders, at: field, goType: "[]v1alpha1.ResetHeader"
        ) { $0.resetHeader($1, over: $2, at: field) }
      }
    }
    if defaults.backOffs, node.isAbsentOrNull("maxInterval") {
      backOff.maxInterval = GoDuration(milliseconds: 300_000)
    }
    return consume backOff
  }

  private mutating func resetHeader(
    _ node: JSONNode, over old: Conf.ResetHeader?, at field: Field
  ) -> Conf.ResetHeader {
    var header = old ?? Conf.ResetHeader()
    if node.isNull { return header }
    members(node, of: ConfStruct.resetHeader, at: field) { decoder, name, value, field in
      switch name {
      case .name:
        header.name = decoder.string(
          value, over: header.name, at: field, goType: "v1alpha1.HeaderName")
      case .format:
        header.format = decoder.string(
          value, over: header.format, at: field, goType: "v1alpha1.RateLimitFormat")
      }
    }
    return header
  }

  private mutating func headers(
    _ node: JSONNode, over old: [Conf.HeaderMatch]?, at field: Field
  ) -> [Conf.HeaderMatch]? {
    array(node, over: old, at: field, goType: "[]v1alpha1.HeaderMatch") { decoder, element, old in
      var match = old ?? Conf.HeaderMatch()
      if element.isNull { return match }
      decoder.members(element, of: ConfStruct.headerMatch, at: field) {
        decoder, name, value, field in
        switch name {
        case .name:
          match.name = decoder.string(
            value, over: match.name, at: field, goType: "v1alpha1.HeaderName")
        case .type:
          match.type =
            value.isNull
            ? nil : decoder.string(value, at: field, goType: "v1alpha1.HeaderMatchType")
        case .value:
          match.value = decoder.string(
            value, over: match.value, at: field, goType: "v1alpha1.HeaderValue")
        }
      }
      if decoder.defaults.headerType, element.isAbsentOrNull("type") { match.type = "Exact" }
      return match
    }
  }

  private mutating func predicate(
    _ node: JSONNode, over old: Conf.HostPredicate?, at field: Field
  ) -> Conf.HostPredicate {
    var predicate = old ?? Conf.HostPredicate()
    if node.isNull { return predicate }
    members(node, of: ConfStruct.predicate, at: field) { decoder, name, value, field in
      switch name {
      case .predicate:
        predicate.predicate = decoder.string(
          value, over: predicate.predicate, at: field, goType: "v1alpha1.PredicateType")
      case .tags:
        let old = predicate.tags.map { StringMap($0) }
        predicate.tags = decoder.stringMap(value, over: old, at: field)?.entries
      case .updateFrequency:
        if value.isNull { return }
        predicate.updateFrequency = decoder.integer(value, at: field, goType: "int32") ?? 0
      }
    }
    if defaults.updateFrequency, node.isAbsentOrNull("updateFrequency") {
      predicate.updateFrequency = 2
    }
    return consume predicate
  }

  /// The entries of a map of strings, in the order written, over those of an earlier key of the field.
  mutating func stringMap(
    _ node: JSONNode, over old: StringMap? = nil, at field: Field
  ) -> StringMap? {
    guard node.kind == .object else {
      if !node.isNull { mismatch(node, field, goType: "map[string]string") }
      return nil
    }
    let members = node.members.filter { form == .universal || !$0.value.isNull }
    let entries = members.map { ($0.key.string ?? "", string($0.value, at: field)) }
    guard let old else { return StringMap(entries) }
    let kept = old.entries.filter { entry in !entries.contains { $0.0 == entry.key } }
    return StringMap(kept + entries)
  }
}

extension JSONNode {
  /// Whether a schema default takes this place.
  fileprivate func isAbsentOrNull(_ key: String) -> Bool { self[key]?.isNull ?? true }
}
