import JSON

/// Parts of compact documents that many proxies share, made once.
enum EncodedRules {
  /// `"policies":…,"toRules":…,"toResourceRules":…`
  static func bytes(_ rules: ResolvedRules) -> [UInt8] {
    var state = EffectiveMeshRetry(release: Release.documented, mesh: "", dataplane: "")
    state.policies = rules.policies
    state.toRules = rules.toRules
    state.toResourceRules = rules.toResourceRules
    return members(state.rulesJSON)
  }

  /// `"conf":…,"origin":…,"fields":…`
  static func bytes(
    _ conf: JSONValue?, _ origin: [String],
    _ fields: [(path: String, origin: EffectiveMeshRetry.FieldOrigin)]
  ) -> [UInt8] {
    members(EffectiveMeshRetry.confJSON(conf, origin, fields))
  }

  /// The members of an object without its braces.
  static func members(_ object: JSONObject) -> [UInt8] {
    var writer = JSONWriter()
    writer.write(.object(object))
    return Array(writer.bytes.dropFirst().dropLast())
  }
}

extension EffectiveMeshRetry {
  /// The document as one compact line, without its end: the bytes that writing `json` gives.
  public var compactBytes: [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "{")]
    let comma = UInt8(ascii: ",")
    bytes += EncodedRules.members(headJSON)
    bytes.append(comma)
    bytes += encodedRules ?? EncodedRules.members(rulesJSON)
    bytes += Array(",\"outbounds\":[".utf8)
    for (index, outbound) in outbounds.enumerated() {
      bytes += index == 0 ? [UInt8(ascii: "{")] : [comma, UInt8(ascii: "{")]
      bytes += EncodedRules.members(outbound.headJSON)
      bytes.append(comma)
      bytes +=
        outbound.encodedConf
        ?? EncodedRules.bytes(outbound.conf, outbound.origin, outbound.fields)
      let tail = EncodedRules.members(outbound.tailJSON)
      if !tail.isEmpty { bytes.append(comma) }
      bytes += tail
      bytes.append(UInt8(ascii: "}"))
    }
    bytes += Array("],".utf8)
    bytes += EncodedRules.members(tailJSON)
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }
}
