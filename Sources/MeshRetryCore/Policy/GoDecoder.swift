import JSON

/// Why a value cannot be decoded into a policy, in the words of Go's `encoding/json`.
public struct DecodingProblem: Error, Sendable {
  /// What kind of failure it is: Go reports the first `stop` before any `mismatch`.
  public enum Kind: Sendable, Equatable {
    /// A field's own reader refused the value (a duration): decoding stops here.
    case stop
    /// The value is not of the field's type: decoding goes on, the first one is reported at the end.
    case mismatch
  }

  /// The kind of failure.
  public let kind: Kind
  /// Go's words.
  public let message: String
  /// The value that could not be decoded.
  public let node: JSONNode

  /// The rule of ours that it falls under.
  var code: RuleCode {
    if message.hasPrefix("time: ") { return .badDuration }
    return kind == .stop ? .wrongType : .numberOutOfRange
  }

  /// What is wrong, without the package's name.
  var plainMessage: String {
    message.hasPrefix("time: ") ? String(message.dropFirst("time: ".count)) : message
  }
}

/// Decodes JSON into typed values as Go's `encoding/json` does behind `sigs.k8s.io/yaml`.
///
/// Keys match in any letter case when there is no exact match, members are taken in the order of their
/// sorted keys, null leaves a field absent, and numbers and booleans become text where text is wanted.
/// Two keys of one field, `Http` and `http`, are decoded one over the other: objects and lists member by
/// member, and a null takes away what the first has given.
struct GoDecoder {
  /// What went wrong, in the order Go meets it.
  private(set) var problems: [DecodingProblem] = []

  /// What a schema fills in where it is absent.
  private(set) var defaults: SchemaDefaults
  /// The form of the document: a Kubernetes object has lost its unknown keys and its nulls before it
  /// is decoded, so that its keys match exactly; a universal one is decoded as it stands.
  let form: ResourceForm
  /// Whether the document was written out as YAML and read again after its defaults were filled in,
  /// by which an ordinary key `"<<"` becomes a merge key, and a number a binary64 one.
  let readsTwice: Bool

  /// Whether members are taken as they come and places in the struct are not followed: enough for an
  /// object without problems, whose keys are exact. ``needsOrder`` says that it was not enough.
  var isQuick = false
  private var metInexactKey = false

  /// Whether a quick decoder met something that depends on the order of keys, or a problem.
  var needsOrder: Bool { metInexactKey || !problems.isEmpty }

  /// A decoder without problems, for what stands in a universal document.
  init() { self.init(form: .universal, defaults: .none, readsTwice: false) }

  /// A decoder for resources of that form, as a release decodes them.
  init(_ form: ResourceForm, _ release: Release) {
    self.init(
      form: form, defaults: SchemaDefaults(form, release),
      readsTwice: form == .universal && release.has(.universalSchemaDefaults))
  }

  private init(form: ResourceForm, defaults: SchemaDefaults, readsTwice: Bool) {
    self.form = form
    self.defaults = defaults
    self.readsTwice = readsTwice
  }

  /// The problem that Go would report; nil when decoding succeeds.
  var reported: DecodingProblem? {
    problems.first { $0.kind == .stop } ?? problems.first
  }

  /// Where a value is going: the Go struct and the path that its error texts name.
  struct Field {
    var structName: String
    var path: String
    /// Whether the way to the value is kept, for error texts.
    var isFollowed = true

    /// A field of which no text will be made.
    static let unfollowed = Field(structName: "", path: "", isFollowed: false)

    func member(_ name: String, of structName: String) -> Field {
      guard isFollowed else { return self }
      return Field(structName: structName, path: path.isEmpty ? name : "\(path).\(name)")
    }
  }

  /// Gives the members of an object that are fields of the struct, each with where it goes; a problem
  /// for another type. Null is given only for a field that another key has given before.
  mutating func members<Name>(
    _ node: JSONNode, of type: GoStruct<Name>, at field: Field,
    _ body: (inout GoDecoder, Name, JSONNode, Field) -> Void
  ) {
    guard node.kind == .object else { return mismatch(node, field, goType: type.goType) }
    if isQuick { return quickMembers(node, type, body) }
    var given: Set<String> = []
    for (key, value) in sortedMembers(node) {
      let exact = type.field(key)
      guard let name = exact ?? (form == .universal ? type.fieldIgnoringCase(key) : nil),
        !value.isNull || given.contains(name.rawValue)
      else { continue }
      given.insert(name.rawValue)
      // The schema does not see a key of another letter case, and fills in nothing below it.
      let before = defaults
      if exact == nil { defaults = .none }
      body(&self, name, value, field.member(name.rawValue, of: type.name))
      defaults = before
    }
  }

  private mutating func quickMembers<Name>(
    _ node: JSONNode, _ type: GoStruct<Name>,
    _ body: (inout GoDecoder, Name, JSONNode, Field) -> Void
  ) {
    type.forEachMember(of: node) { name, value in
      if !value.isNull { body(&self, name, value, .unfollowed) }
    } other: { key in
      if form == .universal && !metInexactKey {
        metInexactKey = key.hasText("<<") || type.hasFieldIgnoringCase(key)
      }
    }
  }

  /// The members in the order of their keys, those of a quoted merge key in its place.
  private mutating func sortedMembers(_ node: JSONNode) -> [(key: String, value: JSONNode)] {
    let sorted = node.members.map { (key: $0.key.string ?? "", value: $0.value) }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    guard readsTwice, sorted.contains(where: { $0.key == "<<" }) else { return sorted }
    return sorted.flatMap { key, value -> [(key: String, value: JSONNode)] in
      if key != "<<" { return [(key, value)] }
      let sources = value.kind == .array ? Array(value.elements.reversed()) : [value]
      if sources.contains(where: { $0.kind != .object }) {
        stop("map merge requires map or sequence of maps as the value", value)
      }
      return sources.flatMap { sortedMembers($0) }
    }
  }

  /// A list, each element over the one that an earlier key of the field has given in its place.
  mutating func array<Element>(
    _ node: JSONNode, over old: [Element]?, at field: Field,
    goType: @autoclosure () -> String,
    _ element: (inout GoDecoder, JSONNode, Element?) -> Element
  ) -> [Element]? {
    guard node.kind == .array else {
      if !node.isNull { mismatch(node, field, goType: goType()) }
      return nil
    }
    var rest = old?.makeIterator()
    return node.elements.map { element(&self, $0, rest?.next()) }
  }

  mutating func string(
    _ node: JSONNode, over old: String = "", at field: Field,
    goType: @autoclosure () -> String = "string"
  ) -> String {
    switch node.kind {
    case .string: return node.string ?? ""
    case .number: return node.number?.text ?? ""
    case .boolean: return node.bool == true ? "true" : "false"
    case .null: return old
    case .array, .object:
      mismatch(node, field, goType: goType())
      return ""
    }
  }

  mutating func integer<Value: FixedWidthInteger>(
    _ node: JSONNode, at field: Field, goType: String
  ) -> Value? {
    guard let number = node.number else {
      if !node.isNull { mismatch(node, field, goType: goType) }
      return nil
    }
    if let value: Value = integer(number) { return value }
    mismatch(node, field, goType: goType, value: " " + number.text)
    return nil
  }

  /// Go takes a number's text as it stands: 1.0 never gets here, YAML's reader has made it 1; and -0.0 it
  /// has made -0, which is no uint32. What is read twice has been a binary64 in between.
  private func integer<Value: FixedWidthInteger>(_ number: JSONNumber) -> Value? {
    let exactDigits = 15
    if readsTwice && number.text.utf8.count > exactDigits {
      return number.double.flatMap { Value(exactly: $0) }
    }
    let isRefusedZero =
      number.text == "-0" && !Value.isSigned && form == .universal && !readsTwice
    return isRefusedZero ? nil : Value(number.text)
  }

  mutating func duration(_ node: JSONNode, at field: Field) -> GoDuration? {
    guard let text = node.string else {
      if !node.isNull { stop(mismatchText(node, field, goType: "string"), node) }
      return nil
    }
    do {
      return try GoDuration(parsing: text)
    } catch {
      stop(error.message, node)
      return nil
    }
  }

  mutating func mismatch(_ node: JSONNode, _ field: Field, goType: String, value: String = "") {
    problems.append(
      DecodingProblem(
        kind: .mismatch, message: mismatchText(node, field, goType: goType, value: value),
        node: node))
  }

  private func mismatchText(
    _ node: JSONNode, _ field: Field, goType: String, value: String = ""
  ) -> String {
    let place =
      field.path.isEmpty ? "Go value" : "Go struct field \(field.structName).\(field.path)"
    return "json: cannot unmarshal \(goKind(node))\(value) into \(place) of type \(goType)"
  }

  mutating func stop(_ message: String, _ node: JSONNode) {
    problems.append(DecodingProblem(kind: .stop, message: message, node: node))
  }

  private func goKind(_ node: JSONNode) -> String {
    node.kind == .boolean ? "bool" : node.kind.rawValue
  }
}
