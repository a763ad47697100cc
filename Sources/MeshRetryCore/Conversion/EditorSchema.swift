import JSON

/// The JSON Schema of MeshRetry for editors: what the release accepts, in both forms, with the words that
/// can be completed. Stricter than Kuma in one point: unknown keys are marked, which Kuma ignores.
public enum EditorSchema {
  /// The schema for a release, in draft 7, which editors know best.
  public static func document(_ release: Release) -> JSONValue {
    [
      "$schema": "http://json-schema.org/draft-07/schema#",
      "title": .string("MeshRetry of Kuma \(release.line)"),
      "type": "object",
      "if": ["required": ["apiVersion"]],
      "then": [
        "properties": [
          "apiVersion": ["const": "kuma.io/v1alpha1"], "kind": ["const": "MeshRetry"],
          "metadata": ["type": "object", "required": ["name"]],
          "spec": ["$ref": "#/definitions/spec"],
        ],
        "required": ["apiVersion", "kind", "metadata", "spec"],
      ],
      "else": [
        "properties": [
          "type": ["const": "MeshRetry"], "mesh": ["type": "string"],
          "name": ["type": "string", "minLength": 1],
          "labels": ["type": "object", "additionalProperties": ["type": "string"]],
          "spec": ["$ref": "#/definitions/spec"],
        ],
        "required": ["type", "name", "spec"],
      ],
      "definitions": ["spec": json(MeshRetrySchema.spec, at: [], release)],
    ]
  }

  private static func json(_ schema: Schema, at path: [String], _ release: Release) -> JSONValue {
    switch schema {
    case .string(let rules): return string(rules, at: path, release)
    case .integer(let format):
      let isCount = ["numRetries", "maxConnectAttempt"].contains(path.last)
      return [
        "type": "integer", "minimum": isCount ? 0 : .integer(minimum(format)),
        "maximum": isCount ? .integer(UInt32.max) : .integer(maximum(format)),
      ]
    case .array(let element, _):
      return ["type": "array", "items": json(element, at: path, release)]
    case .map(let value):
      return ["type": "object", "additionalProperties": json(value, at: path, release)]
    case .fields(let properties):
      let known = properties.all.filter { $0.since.map(release.has) ?? true }
      var object: JSONObject = [
        "type": "object",
        "properties": .object(
          JSONObject(
            known.map { (key: $0.name, value: json($0.schema, at: path + [$0.name], release)) })),
        "additionalProperties": false,
      ]
      let required = known.filter { $0.isRequired.holds(in: release) }
      if !required.isEmpty { object["required"] = .array(required.map { .string($0.name) }) }
      return .object(object)
    }
  }

  private static func minimum(_ format: Schema.IntegerFormat) -> Int64 {
    format == .int32 ? Int64(Int32.min) : -9_007_199_254_740_991
  }

  private static func maximum(_ format: Schema.IntegerFormat) -> Int64 {
    format == .int32 ? Int64(Int32.max) : 9_007_199_254_740_991
  }

  private static let durations: Set<String> = ["perTryTimeout", "baseInterval", "maxInterval"]
  private static let durationPattern =
    #"^[+-]?(0|(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)$"#

  private static func string(
    _ rules: Schema.StringRules, at path: [String], _ release: Release
  ) -> JSONValue {
    let name = path.last ?? ""
    if durations.contains(name) {
      return ["type": "string", "pattern": .string(durationPattern)]
    }
    if path.suffix(2) == ["http", "retryOn"] {
      return [
        "anyOf": [
          ["enum": .array(HTTPRetryOn.allCases.map { .string($0.rawValue) })],
          ["type": "string", "pattern": .string("^[+]?0*(\(codePattern))$")],
        ]
      ]
    }
    if name == "kind" {
      let kinds =
        path.contains("to")
        ? TargetKinds.to(release, topLevel: "Mesh")
        : TargetKinds.topLevel(release, isSystemPolicy: true)
      return ["enum": .array(kinds.map { .string($0.rawValue) })]
    }
    var object: JSONObject = ["type": "string"]
    let values = rules.values.filter { $0.since.map(release.has) ?? true }
    if !values.isEmpty { object["enum"] = .array(values.map { .string($0.text) }) }
    if rules.isHeaderName {
      object["minLength"] = 1
      object["maxLength"] = .integer(SchemaValidator.headerNameLimit)
      object["pattern"] = "^[a-z0-9!#$%&'*+\\-.^_`|~]+$"
    }
    return .object(object)
  }

  private static var codePattern: String {
    StatusCode.known.flatMap { $0.map(String.init) }.joined(separator: "|")
  }
}
