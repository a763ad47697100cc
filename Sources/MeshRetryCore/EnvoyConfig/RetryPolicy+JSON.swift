import JSON

extension RetryPolicy {
  /// The policy in protobuf's JSON mapping, fields in the order of their declaration.
  ///
  /// Zero scalars are left out, wrappers and messages stay, 64-bit integers are strings and durations
  /// canonical: the form of Kuma's goldens and of `kumactl inspect`.
  public func json(names: FieldNames = .camel) -> JSONValue {
    var fields = JSONObject()
    if !retryOn.isEmpty { fields["retryOn"] = .string(retryOn) }
    fields["numRetries"] = numRetries.map { .integer($0) }
    fields["perTryTimeout"] = perTryTimeout?.protobufJSON
    fields["retryPriority"] = retryPriority?.json
    fields["retryHostPredicate"] = list(retryHostPredicates.map(\.json))
    if hostSelectionRetryMaxAttempts != 0 {
      fields["hostSelectionRetryMaxAttempts"] = .string(String(hostSelectionRetryMaxAttempts))
    }
    fields["retriableStatusCodes"] = list(retriableStatusCodes.map { .integer($0) })
    fields["retryBackOff"] = retryBackOff?.json
    fields["rateLimitedRetryBackOff"] = rateLimitedRetryBackOff?.json
    fields["retriableHeaders"] = list(retriableHeaders.map(\.json))
    fields["retriableRequestHeaders"] = list(retriableRequestHeaders.map(\.json))
    return names.apply(to: .object(fields))
  }
}

/// A repeated field; nothing is written for none.
private func list(_ elements: [JSONValue]) -> JSONValue? {
  elements.isEmpty ? nil : .array(elements)
}

extension GoDuration {
  /// A `google.protobuf.Duration` in JSON.
  var protobufJSON: JSONValue { .string(protobufText) }
}

extension RetryPolicy.RetryBackOff {
  var json: JSONValue {
    var fields = JSONObject()
    fields["baseInterval"] = baseInterval?.protobufJSON
    fields["maxInterval"] = maxInterval?.protobufJSON
    return .object(fields)
  }
}

extension RetryPolicy.RateLimitedRetryBackOff {
  var json: JSONValue {
    var fields = JSONObject()
    fields["resetHeaders"] = list(resetHeaders.map(\.json))
    fields["maxInterval"] = maxInterval?.protobufJSON
    return .object(fields)
  }
}

extension RetryPolicy.ResetHeader {
  var json: JSONValue {
    var fields = JSONObject()
    if !name.isEmpty { fields["name"] = .string(name) }
    if format != .seconds { fields["format"] = .string(format.rawValue) }
    return .object(fields)
  }
}

extension RetryPolicy.PreviousPriorities {
  var json: JSONValue {
    var config: JSONObject = [
      "@type": .typeURL(
        "envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig")
    ]
    if updateFrequency != 0 { config["updateFrequency"] = .integer(updateFrequency) }
    return [
      "name": "envoy.retry_priorities.previous_priorities", "typedConfig": .object(config),
    ]
  }
}

extension RetryPolicy.HostPredicate {
  var json: JSONValue {
    switch self {
    case .previousHosts:
      return [
        "name": "envoy.retry_host_predicates.previous_hosts",
        "typedConfig": [
          "@type": .typeURL("envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate")
        ],
      ]
    case .omitHostMetadata(let tags):
      var config: JSONObject = [
        "@type": .typeURL(
          "envoy.extensions.retry.host.omit_host_metadata.v3.OmitHostMetadataConfig")
      ]
      if !tags.isEmpty { config["metadataMatch"] = .loadBalancerMetadata(tags) }
      return [
        "name": "envoy.retry_host_predicates.omit_host_metadata", "typedConfig": .object(config),
      ]
    }
  }
}

extension HeaderMatcher {
  var json: JSONValue {
    var fields = JSONObject()
    if !name.isEmpty { fields["name"] = .string(name) }
    switch match {
    case .exact(let value): fields["stringMatch"] = ["exact": .string(value)]
    case .prefix(let value): fields["stringMatch"] = ["prefix": .string(value)]
    case .present(let isPresent): fields["presentMatch"] = .bool(isPresent)
    case .safeRegex(let regex, let namesEngine):
      var matcher = JSONObject()
      if namesEngine { matcher["googleRe2"] = [:] }
      if !regex.isEmpty { matcher["regex"] = .string(regex) }
      fields["stringMatch"] = ["safeRegex": .object(matcher)]
    }
    return .object(fields)
  }
}

extension JSONValue {
  /// The `@type` of a message in a `google.protobuf.Any`.
  static func typeURL(_ message: String) -> JSONValue { .string("type.googleapis.com/" + message) }

  /// `core.v3.Metadata` with tags where Envoy's load balancers and the retry predicates look.
  static func loadBalancerMetadata(_ tags: [RetryPolicy.Tag]) -> JSONValue {
    let members = tags.map { (key: $0.key, value: JSONValue.string($0.value)) }
    return ["filterMetadata": ["envoy.lb": .object(JSONObject(members))]]
  }
}
