import JSON

extension EffectiveMeshRetry {
  /// The document, keys in their fixed order.
  public var json: JSONValue {
    var object = headJSON
    for (key, value) in rulesJSON.members { object[key] = value }
    object["outbounds"] = .array(outbounds.map(\.json))
    for (key, value) in tailJSON.members { object[key] = value }
    return .object(object)
  }

  var headJSON: JSONObject {
    [
      "kind": .string(Self.kind), "version": .integer(Self.version),
      "release": .string(release.description), "mesh": .string(mesh),
      "dataplane": .string(dataplane),
    ]
  }

  var rulesJSON: JSONObject {
    [
      "policies": .array(
        policies.map { ["name": .string($0.name), "targetRef": $0.targetRef ?? .null] }),
      "toRules": .array(toRules.map(\.json)),
      "toResourceRules": .array(toResourceRules.map(\.json)),
    ]
  }

  var tailJSON: JSONObject {
    [
      "gatewayListeners": .array(gatewayListeners.map(\.json)),
      "warnings": .array(warnings.map(JSONValue.string)),
    ]
  }

  /// What applies to a destination.
  static func confJSON(
    _ conf: JSONValue?, _ origin: [String], _ fields: [(path: String, origin: FieldOrigin)]
  ) -> JSONObject {
    [
      "conf": conf ?? .null, "origin": .array(origin.map(JSONValue.string)),
      "fields": fieldsJSON(fields),
    ]
  }
}

extension EffectiveMeshRetry.ToRule {
  var json: JSONValue {
    [
      "matchers": .array(
        matchers.map {
          ["key": .string($0.key), "value": .string($0.value), "not": .bool($0.not)]
        }),
      "conf": conf, "origin": .array(origin.map(JSONValue.string)),
    ]
  }
}

extension EffectiveMeshRetry.ToResourceRule {
  var json: JSONValue {
    [
      "kri": .string(kri), "conf": conf,
      "origin": .array(
        origin.map { ["name": .string($0.name), "ruleIndex": .integer($0.ruleIndex)] }),
    ]
  }
}

extension EffectiveMeshRetry.Outbound {
  var json: JSONValue {
    var object = headJSON
    let conf = EffectiveMeshRetry.confJSON(conf, origin, fields)
    for (key, value) in conf.members { object[key] = value }
    for (key, value) in tailJSON.members { object[key] = value }
    return .object(object)
  }

  var headJSON: JSONObject {
    var object: JSONObject = [
      "address": .string(address), "port": .integer(port), "service": .optional(service),
    ]
    if let resource { object["resource"] = .string(resource) }
    object["protocol"] = .string(self.protocol)
    object["section"] = .optional(section?.rawValue)
    return object
  }

  var tailJSON: JSONObject {
    var object = JSONObject()
    if let reason { object["reason"] = .string(reason.rawValue) }
    if !routes.isEmpty { object["routes"] = .array(routes.map(\.json)) }
    return object
  }
}

extension EffectiveMeshRetry.RouteRule {
  var json: JSONValue {
    var object: JSONObject = ["route": .string(route)]
    if let matches { object["matches"] = .string(matches) }
    object["conf"] = conf
    object["origin"] = .array(origin.map(JSONValue.string))
    object["fields"] = fieldsJSON(fields)
    return .object(object)
  }
}

extension EffectiveMeshRetry.GatewayListener {
  var json: JSONValue {
    var object: JSONObject = [
      "port": .integer(port), "protocol": .string(self.protocol),
      "section": .optional(section?.rawValue), "conf": conf ?? .null,
      "origin": .array(origin.map(JSONValue.string)), "fields": fieldsJSON(fields),
    ]
    if let reason { object["reason"] = .string(reason.rawValue) }
    if !routes.isEmpty { object["routes"] = .array(routes.map(\.json)) }
    return .object(object)
  }
}

private func fieldsJSON(
  _ fields: [(path: String, origin: EffectiveMeshRetry.FieldOrigin)]
) -> JSONValue {
  .object(JSONObject(fields.map { (key: $0.path, value: $0.origin.json) }))
}

extension EffectiveMeshRetry.FieldOrigin {
  var json: JSONValue {
    var object: JSONObject = [
      "value": value, "policy": .string(policy), "item": .integer(item),
    ]
    if let source { object["source"] = .string(source) }
    if !shadows.isEmpty {
      object["shadows"] = .array(
        shadows.map { shadow in
          var object: JSONObject = [
            "policy": .string(shadow.policy), "item": .integer(shadow.item), "value": shadow.value,
          ]
          if let source = shadow.source { object["source"] = .string(source) }
          return .object(object)
        })
    }
    return .object(object)
  }
}
