import JSON

/// A schema rule that a document breaks, before its words are chosen.
struct SchemaViolation {
  enum Rule {
    /// Another type than the schema's.
    case type(expected: String, found: String)
    /// No value of the enumeration.
    case values([String])
    case pattern
    case tooShort
    case tooLong
    case missing
    case tooFewItems
    /// Not an integer, or out of the format's range.
    case integerFormat(Schema.IntegerFormat)
  }

  var rule: Rule
  var path: FieldPath
  /// The offending value; of something missing: the object that lacks it.
  var node: JSONNode
}

/// Checks a document against a schema as Kubernetes' `kube-openapi` does: all violations, types first.
///
/// Universal documents reach it with every number a binary64 value; Kubernetes objects with integers
/// kept apart and members that are null dropped.
struct SchemaValidator {
  let form: ResourceForm
  let release: Release
  private(set) var violations: [SchemaViolation] = []

  init(form: ResourceForm, release: Release) {
    self.form = form
    self.release = release
  }

  /// The pattern of a header's name, as messages print it.
  static let headerNamePattern = #"^[a-z0-9!#$%&'*+\-.^_\x60|~]+$"#
  static let headerNameLimit = 256

  mutating func check(_ node: JSONNode, _ schema: Schema, at path: FieldPath) {
    checkType(node, schema, path)
    switch schema {
    case .string(let rules): checkString(node, rules, path)
    case .integer(let format):
      if node.kind == .number, release.has(.integerFormatChecked) {
        checkRange(node, format, path)
      }
    case .array(let element, let minItems):
      guard node.kind == .array else { return }
      for (index, value) in node.elements.enumerated() {
        check(value, element, at: path.index(index))
      }
      if let minItems, release.has(minItems), node.count == 0 {
        add(.tooFewItems, path, node)
      }
    case .map(let value):
      for (key, member) in node.members where !isDropped(member) {
        check(member, value, at: path.key(key.string ?? ""))
      }
    case .object(let properties): checkObject(node, properties, path)
    }
  }

  private mutating func checkObject(
    _ node: JSONNode, _ properties: [Schema.Property], _ path: FieldPath
  ) {
    guard node.kind == .object else { return }
    for property in properties where property.since.map(release.has) ?? true {
      let value = node[property.name]
      if let value, !isDropped(value) {
        if value.isNull && hasDefault(property) { continue }
        check(value, property.schema, at: path.key(property.name))
      } else if property.isRequired.holds(in: release) {
        add(.missing, path.key(property.name), node)
      }
    }
  }

  /// The API server drops members that are null; universal documents keep them.
  private func isDropped(_ node: JSONNode) -> Bool { form == .kubernetes && node.isNull }

  private func hasDefault(_ property: Schema.Property) -> Bool {
    form == .universal && release.has(.universalSchemaDefaults)
      && property.hasDefault.holds(in: release)
  }

  // MARK: Types

  private mutating func checkType(_ node: JSONNode, _ schema: Schema, _ path: FieldPath) {
    let expected = schema.typeName
    let found = typeName(node)
    guard case .integer(let format) = schema else {
      if case .string(let rules) = schema, rules.isTime, node.kind != .null, node.kind != .array,
        node.kind != .string
      {
        return add(.type(expected: "date-time", found: numberFormat(node)), path, node)
      }
      if expected != found { add(.type(expected: expected, found: found), path, node) }
      return
    }
    switch node.kind {
    case .null, .string, .array: add(.type(expected: expected, found: found), path, node)
    case .boolean, .object: add(.type(expected: format.rawValue, found: ""), path, node)
    case .number:
      if !isInteger(node) {
        add(.type(expected: format.rawValue, found: numberFormat(node)), path, node)
      }
    }
  }

  private func typeName(_ node: JSONNode) -> String {
    guard node.kind == .number else { return node.kind.rawValue }
    return form == .kubernetes && int64(node) != nil ? "integer" : "number"
  }

  private func numberFormat(_ node: JSONNode) -> String {
    guard node.kind == .number else { return "" }
    return form == .kubernetes && int64(node) != nil ? "int64" : "float64"
  }

  private func int64(_ node: JSONNode) -> Int64? { node.number.flatMap { Int64($0.text) } }

  private func isInteger(_ node: JSONNode) -> Bool {
    if form == .kubernetes && int64(node) != nil { return true }
    guard let value = node.number?.double else { return false }
    return Self.isJSONInteger(value)
  }

  /// go-openapi's `IsFloat64AJSONInteger`: whole to within one part in 10⁹, and below 2⁵³.
  static func isJSONInteger(_ value: Double) -> Bool {
    guard value.magnitude <= 9_007_199_254_740_991 else { return false }
    let whole = value.rounded(.towardZero)
    if value == whole { return true }
    if whole == 0 { return false }
    return (value - whole).magnitude / (value.magnitude + whole.magnitude) < 1e-9
  }

  private mutating func checkRange(
    _ node: JSONNode, _ format: Schema.IntegerFormat, _ path: FieldPath
  ) {
    // The range is that of the binary64 value, where the number has become one.
    let exact = form == .kubernetes ? int64(node) : nil
    let value = exact ?? node.number?.double.flatMap { Int64(exactly: $0) }
    let fits = format == .int64 ? value != nil : value.flatMap { Int32(exactly: $0) } != nil
    if !fits { add(.integerFormat(format), path, node) }
  }

  // MARK: Strings

  private mutating func checkString(
    _ node: JSONNode, _ rules: Schema.StringRules, _ path: FieldPath
  ) {
    if rules.isHeaderName, let text = node.string { checkHeaderName(text, path, node) }
    guard !rules.values.isEmpty, rules.valuesSince.map(release.has) ?? true else { return }
    let values = rules.values.filter { $0.since.map(release.has) ?? true }.map(\.text)
    if !values.contains(where: { node.hasText($0) }) { add(.values(values), path, node) }
  }

  private mutating func checkHeaderName(_ text: String, _ path: FieldPath, _ node: JSONNode) {
    // The library looks at the length first and stops at the first failure.
    let count = text.unicodeScalars.count
    if count > Self.headerNameLimit {
      add(.tooLong, path, node)
    } else if count == 0 {
      add(.tooShort, path, node)
    } else if !text.utf8.allSatisfy(HeaderName.isAllowed) {
      add(.pattern, path, node)
    }
  }

  private mutating func add(_ rule: SchemaViolation.Rule, _ path: FieldPath, _ node: JSONNode) {
    violations.append(SchemaViolation(rule: rule, path: path, node: node))
  }
}

extension Schema {
  fileprivate var typeName: String {
    switch self {
    case .string: "string"
    case .integer: "integer"
    case .array: "array"
    case .map, .object: "object"
    }
  }
}

/// The characters of a header's name in Kuma's schema.
enum HeaderName {
  private static let marks = Array("!#$%&'*+-.^_`|~".utf8)

  static func isAllowed(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || marks.contains(byte)
  }
}
