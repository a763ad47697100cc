import JSON
import MeshRetryCore

/// The form programs read: one compact JSON object a line, keys in a fixed order.
public struct JSONRenderer: FindingRenderer {
  /// A renderer.
  public init() {}

  /// The finding's line.
  public func render(_ finding: Finding) -> String {
    Self.json(finding).compactText + "\n"
  }

  /// The finding as a value.
  public static func json(_ finding: Finding) -> JSONValue {
    var object: JSONObject = [
      "code": .string(finding.code.rawValue), "severity": .string(finding.severity.rawValue),
      "message": .string(finding.message),
    ]
    if let location = finding.location {
      for (key, value) in place(location) { object[key] = value }
    }
    if let path = finding.path { object["path"] = .string(path) }
    if let resource = finding.resource {
      object["resource"] = [
        "type": .string(resource.type), "mesh": .optional(resource.mesh),
        "name": .string(resource.name),
      ]
    }
    if let kuma = finding.kuma {
      object["kuma"] = [
        "stage": .string(kuma.stage.rawValue), "field": .string(kuma.field),
        "message": .string(kuma.message),
      ]
    }
    if !finding.related.isEmpty {
      object["related"] = .array(
        finding.related.map { related in
          .object(
            JSONObject(
              [(key: "message", value: .string(related.message))] + place(related.location)))
        })
    }
    if let help = finding.help { object["help"] = .string(help) }
    return .object(object)
  }

  private static func place(_ location: SourceLocation) -> [JSONObject.Member] {
    [
      ("file", .string(location.file)), ("line", .integer(location.range.start.line)),
      ("column", .integer(location.range.start.column)),
      ("endLine", .integer(location.range.end.line)),
      ("endColumn", .integer(location.range.end.column)),
    ]
  }
}
