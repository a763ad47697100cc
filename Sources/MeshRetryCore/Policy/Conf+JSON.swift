import JSON

/// Policies as Kuma prints them: members in the order of its structs, absent ones left out, durations in
/// Go's form.
///
/// Source: Kuma's Go structs and their `omitempty` marks, by release.
extension Conf {
  /// The conf as Kuma of that release prints and merges it.
  public func json(_ release: Release) -> JSONValue {
    var object = JSONObject()
    if let tcp {
      var section = JSONObject()
      section["maxConnectAttempt"] = tcp.maxConnectAttempt.map(JSONValue.integer)
      object["tcp"] = .object(section)
    }
    object["http"] = http?.json(release)
    object["grpc"] = grpc.map { .object($0.json) }
    return .object(object)
  }
}

extension Conf.HTTP {
  fileprivate func json(_ release: Release) -> JSONValue {
    var object = json
    object["retriableResponseHeaders"] = retriableResponseHeaders.map { .array($0.map(\.json)) }
    object["retriableRequestHeaders"] = retriableRequestHeaders.map { .array($0.map(\.json)) }
    object["hostSelection"] = hostSelection.map { .array($0.map { $0.json(release) }) }
    object["hostSelectionMaxAttempts"] = hostSelectionMaxAttempts.map(JSONValue.integer)
    return .object(object)
  }
}

extension RequestRetries {
  fileprivate var json: JSONObject {
    var object = JSONObject()
    object["numRetries"] = numRetries.map(JSONValue.integer)
    object["perTryTimeout"] = perTryTimeout?.json
    object["backOff"] = backOff?.json
    object["rateLimitedBackOff"] = rateLimitedBackOff?.json
    object["retryOn"] = retryOn.map { .array($0.map(JSONValue.string)) }
    return object
  }
}

extension GoDuration {
  fileprivate var json: JSONValue { .string(description) }
}

extension Conf.BackOff {
  fileprivate var json: JSONValue {
    var object = JSONObject()
    object["baseInterval"] = baseInterval?.json
    object["maxInterval"] = maxInterval?.json
    return .object(object)
  }
}

extension Conf.RateLimitedBackOff {
  fileprivate var json: JSONValue {
    var object = JSONObject()
    object["resetHeaders"] = resetHeaders.map { headers in
      .array(headers.map { ["name": .string($0.name), "format": .string($0.format)] })
    }
    object["maxInterval"] = maxInterval?.json
    return .object(object)
  }
}

extension Conf.HeaderMatch {
  fileprivate var json: JSONValue {
    var object = JSONObject()
    object["type"] = type.map(JSONValue.string)
    object["name"] = .string(name)
    if !value.isEmpty { object["value"] = .string(value) }
    return .object(object)
  }
}

extension Conf.HostPredicate {
  fileprivate func json(_ release: Release) -> JSONValue {
    var object: JSONObject = ["predicate": .string(predicate)]
    if let tags, !tags.isEmpty || release.has(.emptyMapsKept) {
      object["tags"] = .object(JSONObject(tags.map { (key: $0.key, value: .string($0.value)) }))
    }
    if updateFrequency != 0 || release.has(.zeroUpdateFrequencyKept) {
      object["updateFrequency"] = .integer(updateFrequency)
    }
    return .object(object)
  }
}

extension StringMap {
  /// The map as an object.
  var json: JSONValue {
    .object(JSONObject(entries.map { (key: $0.key, value: .string($0.value)) }))
  }
}

extension TargetRef {
  /// The reference as Kuma of that release prints it.
  public func json(_ release: Release) -> JSONValue {
    var object: JSONObject = ["kind": .string(kind)]
    let keepsEmpty = release.has(.emptyMapsKept)
    func add(_ key: String, _ text: String?) {
      if let text, keepsEmpty || !text.isEmpty { object[key] = .string(text) }
    }
    func add(_ key: String, _ map: StringMap?) {
      if let map, keepsEmpty || !map.isEmpty { object[key] = map.json }
    }
    add("name", name)
    add("tags", tags)
    add("mesh", mesh)
    if let proxyTypes, keepsEmpty || !proxyTypes.isEmpty {
      object["proxyTypes"] = .array(proxyTypes.map(JSONValue.string))
    }
    add("labels", labels)
    add("namespace", namespace)
    add("sectionName", sectionName)
    return .object(object)
  }
}

extension MeshRetrySpec {
  /// The spec as Kuma of that release prints it: its stored form.
  public func json(_ release: Release) -> JSONValue {
    var object = JSONObject()
    object["targetRef"] = targetRef?.json(release)
    object["to"] = to.map { items in
      .array(
        items.map {
          ["targetRef": $0.targetRef.json(release), "default": $0.conf.json(release)]
        })
    }
    return .object(object)
  }
}
