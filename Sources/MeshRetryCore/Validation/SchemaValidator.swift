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
  /// The offending value; of something missing: the object that lacks it.
  var node: JSONNode
  /// Of something missing: its key.
  var missingKey: String?
  /// Where the value is, or would be: known once the document has been walked through.
  var path = FieldPath()
}

/// Checks a document against a schema as Kubernetes' `kube-openapi` does: all violations, types first.
///
/// Universal documents reach it with every number a binary64 value; Kubernetes objects with integers
/// kept apart and members that are null dropped.
struct SchemaValidator {
  let form: ResourceForm
  let release: Release
  /// The API server drops members that are null; universal documents keep them.
  private let dropsNulls: Bool
  private var found = BoundedList<SchemaViolation>()
  /// Whether there are keys that the schema does not know; they are no violation.
  private(set) var hasUnknownKeys = false

  init(form: ResourceForm, release: Release) {
    self.form = form
    self.release = release
    dropsNulls = form == .kubernetes
  }

  /// The pattern of a header's name, as messages print it.
  static let headerNamePattern = #"^[a-z0-9!#$%&'*+\-.^_\x60|~]+$"#
  static let headerNameLimit = 256

  /// The violations of a value, and of all in it, with their paths from the root.
  mutating func violations(
    of node: JSONNode, _ schema: Schema, in root: JSONNode
  ) -> BoundedList<SchemaViolation> {
    found = BoundedList()
    check(node, schema)
    if found.isEmpty { return found }
    let paths = PathFinder.paths(to: Set(found.elements.map(\.node)), in: root)
    return found.map { violation in
      var violation = violation
      violation.path = paths[violation.node] ?? FieldPath()
      if let key = violation.missingKey { violation.path = violation.path.key(key) }
      return violation
    }
  }

  private mutating func check(_ node: JSONNode, _ schema: Schema) {
    checkType(node, schema)
    switch schema {
    case .string(let rules): checkString(node, rules)
    case .integer(let format):
      if node.kind == .number, release.has(.integerFormatChecked) {
        checkRange(node, format)
      }
    case .array(let element, let minItems):
      guard node.kind == .array else { return }
      for value in node.elements { check(value, element) }
      if let minItems, release.has(minItems), node.count == 0 {
        add(.tooFewItems, node)
      }
    case .map(let value):
      for (_, member) in node.members where !(member.isNull && dropsNulls) { check(member, value) }
    case .fields(let properties): checkObject(node, properties)
    }
  }

  private mutating func checkObject(_ node: JSONNode, _ properties: Schema.Properties) {
    guard node.kind == .object else { return }
    /// The properties that are there, a bit each.
    var present: UInt64 = 0
    properties.forEachMember(of: node, release) { index, value in
      if value.isNull && dropsNulls { return }
      present |= 1 << UInt64(index)
      let property = properties.all[index]
      if value.isNull && hasDefault(property) { return }
      check(value, property.schema)
    } other: { _ in
      hasUnknownKeys = true
    }
    var missing = properties.everRequired & ~present
    while missing != 0 {
      let property = properties.all[missing.trailingZeroBitCount]
      missing &= missing - 1
      if property.isRequired.holds(in: release), property.since.map(release.has) ?? true {
        found.append(
          SchemaViolation(rule: .missing, node: node, missingKey: property.name))
      }
    }
  }

  private func hasDefault(_ property: Schema.Property) -> Bool {
    form == .universal && release.has(.universalSchemaDefaults)
      && property.hasDefault.holds(in: release)
  }

  // MARK: Types

  private mutating func checkType(_ node: JSONNode, _ schema: Schema) {
    switch (schema, node.kind) {
    // Nearly every value: its words need not be looked up.
    case (.string, .string), (.array, .array), (.map, .object), (.fields, .object): return
    default: break
    }
    let expected = schema.typeName
    let found = typeName(node)
    guard case .integer(let format) = schema else {
      if case .string(let rules) = schema, rules.isTime, node.kind != .null, node.kind != .array,
        node.kind != .string
      {
        return add(.type(expected: "date-time", found: numberFormat(node)), node)
      }
      if expected != found { add(.type(expected: expected, found: found), node) }
      return
    }
    switch node.kind {
    case .null, .string, .array: add(.type(expected: expected, found: found), node)
    case .boolean, .object: add(.type(expected: format.rawValue, found: ""), node)
    case .number:
      if !isInteger(node) {
        add(.type(expected: format.rawValue, found: numberFormat(node)), node)
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
    _ node: JSONNode, _ format: Schema.IntegerFormat
  ) {
    // The range is that of the binary64 value, where the number has become one.
    let exact = form == .kubernetes ? int64(node) : nil
    let value = exact ?? node.number?.double.flatMap { Int64(exactly: $0) }
    let fits = format == .int64 ? value != nil : value.flatMap { Int32(exactly: $0) } != nil
    if !fits { add(.integerFormat(format), node) }
  }

  // MARK: Strings

  private mutating func checkString(
    _ node: JSONNode, _ rules: Schema.StringRules
  ) {
    if rules.isHeaderName, let text = node.string { checkHeaderName(text, node) }
    guard !rules.values.isEmpty, rules.valuesSince.map(release.has) ?? true else { return }
    let isKnown = rules.values.contains {
      node.hasText($0.key) && $0.since.map(release.has) ?? true
    }
    if isKnown { return }
    add(.values(rules.values.filter { $0.since.map(release.has) ?? true }.map(\.text)), node)
  }

  private mutating func checkHeaderName(_ text: String, _ node: JSONNode) {
    // The library looks at the length first and stops at the first failure.
    let count = text.unicodeScalars.count
    if count > Self.headerNameLimit {
      add(.tooLong, node)
    } else if count == 0 {
      add(.tooShort, node)
    } else if !text.utf8.allSatisfy(HeaderName.isAllowed) {
      add(.pattern, node)
    }
  }

  private mutating func add(_ rule: SchemaViolation.Rule, _ node: JSONNode) {
    found.append(SchemaViolation(rule: rule, node: node))
  }
}

extension Schema {
  fileprivate var typeName: String {
    switch self {
    case .string: "string"
    case .integer: "integer"
    case .array: "array"
    case .map, .fields: "object"
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
