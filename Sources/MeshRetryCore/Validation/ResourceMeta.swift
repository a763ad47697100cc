import JSON

/// The envelope of a universal resource, decoded as Kuma does first of all.
///
/// Source: Kuma's `v1alpha1.ResourceMeta`.
struct ResourceMeta {
  var type = ""
  var mesh = ""
  var name = ""
  var labels = StringMap()

  private enum Field: String, CaseIterable {
    case type, mesh, name, creationTime, modificationTime, labels
  }

  private static let withLabels = GoStruct<Field>("ResourceMeta")
  private static let withoutLabels = GoStruct<Field>(
    "ResourceMeta", Field.allCases.filter { $0 != .labels })

  /// The envelope, or the problem that Go's decoder would report.
  static func decode(
    _ root: JSONNode, _ release: Release
  ) -> Result<ResourceMeta, DecodingProblem> {
    // A document that is null decodes into an empty envelope.
    if root.isNull { return .success(ResourceMeta()) }
    var quick = GoDecoder()
    quick.isQuick = true
    let meta = decode(root, release, with: &quick, at: .unfollowed)
    if !quick.needsOrder { return .success(meta) }
    var decoder = GoDecoder()
    let field = GoDecoder.Field(structName: "ResourceMeta", path: "")
    let ordered = decode(root, release, with: &decoder, at: field)
    return decoder.reported.map { .failure($0) } ?? .success(ordered)
  }

  private static func decode(
    _ root: JSONNode, _ release: Release, with decoder: inout GoDecoder, at field: GoDecoder.Field
  ) -> ResourceMeta {
    var meta = ResourceMeta()
    let type = release.has(.universalLabels) ? withLabels : withoutLabels
    decoder.members(root, of: type, at: field) { decoder, name, value, field in
      switch name {
      case .type: meta.type = decoder.string(value, at: field)
      case .mesh: meta.mesh = decoder.string(value, at: field)
      case .name: meta.name = decoder.string(value, at: field)
      case .labels: meta.labels = decoder.stringMap(value, at: field) ?? StringMap()
      case .creationTime, .modificationTime: decoder.time(value)
      }
    }
    return meta
  }
}

private enum ResourceStruct {
  enum Field: String, CaseIterable { case type, mesh, name, labels, spec }

  static let withLabels = GoStruct<Field>("Resource")
  static let withoutLabels = GoStruct<Field>(
    "Resource", Field.allCases.filter { $0 != .labels })
}

extension GoDecoder {
  /// The spec of a whole resource, whose envelope is decoded a second time beside it.
  ///
  /// This time it is embedded, and numbers do not become text. Only keys of another letter case can have
  /// any: the schema has seen to the others.
  mutating func resource(
    _ root: JSONNode, at field: Field, release: Release
  ) -> MeshRetrySpec {
    var spec = MeshRetrySpec()
    let type =
      release.has(.universalLabels) ? ResourceStruct.withLabels : ResourceStruct.withoutLabels
    members(root, of: type, at: field) { decoder, name, value, field in
      if value.isNull { return }
      switch name {
      case .spec: spec = decoder.spec(value, over: spec, at: field, release: release)
      case .type, .mesh, .name:
        if decoder.form == .universal && value.kind != .string {
          decoder.mismatch(value, field, goType: "string")
        }
      case .labels:
        for (_, value) in value.members where value.kind != .string && !value.isNull {
          decoder.mismatch(value, field, goType: "string")
        }
      }
    }
    return consume spec
  }
}

/// Kuma's rules for names and meshes, after the spec has passed.
///
/// Source: `core/resources/apis/mesh/validators` and kumactl, by release.
enum MetadataRules {
  private static let lengthLimit = 253
  private static let isEmpty = "cannot be empty"

  static func check(name: String, mesh: String, _ release: Release) -> [Violation] {
    var violations: [Violation] = []
    if let message = nameProblem(name, release) {
      violations.append(violation("name", message))
    }
    if let message = meshProblem(mesh, release) {
      violations.append(violation("mesh", message))
    }
    return violations
  }

  private static func violation(_ field: String, _ message: String) -> Violation {
    Violation(
      code: .resourceName, place: Place(path: FieldPath(field), field: field), message: message,
      plainMessage: charactersSentence(field, message),
      help: field == "mesh" && message == isEmpty ? "add 'mesh: default', or the mesh meant" : nil)
  }

  /// Kuma's two sentences about characters as one.
  private static func charactersSentence(_ field: String, _ message: String) -> String? {
    let start = "invalid characters. "
    guard message.hasPrefix(start) else { return nil }
    let rest = message.dropFirst(start.count)
    let end = rest.hasSuffix(".") ? rest.dropFirst().dropLast() : rest.dropFirst()
    return "\(field) has invalid characters: \(rest.prefix(1).lowercased())\(end)"
  }

  private static func nameProblem(_ name: String, _ release: Release) -> String? {
    if let problem = sizeProblem(name, release) { return problem }
    if release.has(.strictNamesInClient) {
      return CharacterRules.isSubdomain(name)
        ? nil
        : "invalid characters. A lowercase RFC 1123 subdomain must consist of lower case "
          + "alphanumeric characters, '-' or '.', and must start and end with an alphanumeric "
          + "character"
    }
    return characterProblem(name, release)
  }

  private static func meshProblem(_ mesh: String, _ release: Release) -> String? {
    sizeProblem(mesh, release) ?? characterProblem(mesh, release)
  }

  private static func sizeProblem(_ text: String, _ release: Release) -> String? {
    if text.isEmpty { return isEmpty }
    if release.has(.hostnameLikeNames), text.utf8.count > lengthLimit {
      return "value length must less or equal \(lengthLimit)"
    }
    return nil
  }

  private static func characterProblem(_ text: String, _ release: Release) -> String? {
    let withDot = release.has(.hostnameLikeNames)
    return CharacterRules.isLenient(text, withDot: withDot)
      ? nil : CharacterRules.lenientMessage(withDot: withDot)
  }
}
