import JSON

/// How the fields of protobuf messages are written in JSON. Envoy reads both.
public enum FieldNames: String, CaseIterable, Sendable {
  /// `retryPolicy`: Kuma's goldens, `kumactl inspect`.
  case camel
  /// `retry_policy`: Envoy's documentation and `/config_dump`.
  case snake

  /// A message written in camelCase, in these names.
  ///
  /// Keys of maps are data and stay: in `filterMetadata` and below, and the extension names in
  /// `typedExtensionProtocolOptions`.
  public func apply(to message: JSONValue) -> JSONValue {
    switch self {
    case .camel: message
    case .snake: Self.renamed(message)
    }
  }

  /// The name of a field that is given in camelCase.
  public func name(_ field: String) -> String {
    switch self {
    case .camel: field
    case .snake: Self.snakeCase(field)
    }
  }

  /// A field's name in camelCase, whatever its spelling.
  static func camelCase(_ name: String) -> String {
    let words = name.split(separator: "_", omittingEmptySubsequences: false)
    guard words.count > 1 else { return name }
    return words[0] + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private static func renamed(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): .array(elements.map(renamed))
    case .object(let object):
      .object(JSONObject(object.members.map { (snakeCase($0.key), renamed($0.value, of: $0.key)) }))
    default: value
    }
  }

  private static func renamed(_ value: JSONValue, of field: String) -> JSONValue {
    switch (field, value) {
    case ("filterMetadata", _): value
    case ("typedExtensionProtocolOptions", .object(let map)):
      .object(JSONObject(map.members.map { (key: $0.key, value: renamed($0.value)) }))
    default: renamed(value)
    }
  }

  private static func snakeCase(_ name: String) -> String {
    guard name.utf8.contains(where: { isUpper($0) }) else { return name }
    var bytes: [UInt8] = []
    for byte in name.utf8 {
      if isUpper(byte) { bytes.append(UInt8(ascii: "_")) }
      bytes.append(isUpper(byte) ? byte | 0x20 : byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isUpper(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }
}
