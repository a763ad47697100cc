import JSON

/// A JSON schema, as far as Kuma's policies use it. Rows that not every release has name the behaviour
/// that brings them.
indirect enum Schema: Sendable {
  case string(StringRules = StringRules())
  case integer(IntegerFormat)
  case array(Schema, minItems: Behaviour? = nil)
  case map(Schema)
  case fields(Properties)

  /// An object with those properties.
  static func object(_ properties: [Property]) -> Schema { .fields(Properties(properties)) }

  /// What a string must be.
  final class StringRules: Sendable {
    /// The values allowed; none: any.
    let values: [Value]
    /// The behaviour that brings the list of values; nil: always.
    let valuesSince: Behaviour?
    /// The characters, length and pattern of a header's name.
    let isHeaderName: Bool
    /// `format: date-time`; the time itself is checked elsewhere.
    let isTime: Bool

    init(
      values: [Value] = [], valuesSince: Behaviour? = nil, isHeaderName: Bool = false,
      isTime: Bool = false
    ) {
      self.values = values
      self.valuesSince = valuesSince
      self.isHeaderName = isHeaderName
      self.isTime = isTime
    }
  }

  /// A value of an enumeration.
  struct Value: Sendable, ExpressibleByStringLiteral {
    let key: JSONKey
    /// The behaviour that brings it; nil: always.
    let since: Behaviour?

    /// The value as it is written.
    var text: String { key.text }

    init(_ text: String, since: Behaviour? = nil) {
      key = JSONKey(text)
      self.since = since
    }

    init(stringLiteral text: String) { self.init(text) }
  }

  enum IntegerFormat: String, Sendable {
    case int32, int64
  }

  /// The properties of an object, found by their keys.
  final class Properties: Sendable {
    let all: [Property]
    /// Those that some release requires, a bit each: no object of the schema has more than 64.
    let everRequired: UInt64
    private let keys: JSONKeyTable

    init(_ properties: [Property]) {
      all = properties
      everRequired = properties.enumerated().reduce(0) { bits, property in
        if case .never = property.element.isRequired { return bits }
        return bits | 1 << UInt64(property.offset)
      }
      keys = JSONKeyTable(properties.map { JSONKey($0.name) })
    }

    /// Gives the members of an object: the indices of properties that the release knows, and keys that it does
    /// not.
    @inline(__always)
    func forEachMember(
      of object: JSONNode, _ release: Release, _ property: (Int, _ value: JSONNode) -> Void,
      other: (_ key: JSONNode) -> Void
    ) {
      keys.forEachMember(of: object) { match, key, value in
        if let match, all[match].since.map(release.has) ?? true {
          property(match, value)
        } else {
          other(key)
        }
      }
    }
  }

  /// A property of an object.
  final class Property: Sendable {
    let name: String
    let schema: Schema
    /// The releases that know it; nil: all.
    let since: Behaviour?
    let isRequired: Requirement
    /// Whether a default takes the place of null or nothing.
    let hasDefault: Requirement

    init(
      _ name: String, _ schema: Schema, since: Behaviour? = nil,
      required: Requirement = .never, hasDefault: Requirement = .never
    ) {
      self.name = name
      self.schema = schema
      self.since = since
      self.isRequired = required
      self.hasDefault = hasDefault
    }
  }

  /// When something holds.
  enum Requirement: Sendable {
    case never, always
    case since(Behaviour)
    case until(Behaviour)

    func holds(in release: Release) -> Bool {
      switch self {
      case .never: false
      case .always: true
      case .since(let behaviour): release.has(behaviour)
      case .until(let behaviour): !release.has(behaviour)
      }
    }
  }
}
