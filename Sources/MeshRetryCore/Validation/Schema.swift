import JSON

/// A JSON schema, as far as Kuma's policies use it. Rows that not every release has name the behaviour
/// that brings them.
indirect enum Schema: Sendable {
  case string(StringRules = StringRules())
  case integer(IntegerFormat)
  case array(Schema, minItems: Behaviour? = nil)
  case map(Schema)
  case object([Property])

  /// What a string must be.
  struct StringRules: Sendable {
    /// The values allowed; none: any.
    var values: [Value] = []
    /// The behaviour that brings the list of values; nil: always.
    var valuesSince: Behaviour?
    /// The characters, length and pattern of a header's name.
    var isHeaderName = false
    /// `format: date-time`; the time itself is checked elsewhere.
    var isTime = false
  }

  /// A value of an enumeration.
  struct Value: Sendable, ExpressibleByStringLiteral {
    var text: String
    /// The behaviour that brings it; nil: always.
    var since: Behaviour?

    init(_ text: String, since: Behaviour? = nil) {
      self.text = text
      self.since = since
    }

    init(stringLiteral text: String) { self.init(text) }
  }

  enum IntegerFormat: String, Sendable {
    case int32, int64
  }

  /// A property of an object.
  final class Property: Sendable {
    let key: JSONKey
    let schema: Schema
    /// The releases that know it; nil: all.
    let since: Behaviour?
    let isRequired: Requirement
    /// Whether a default takes the place of null or nothing.
    let hasDefault: Requirement

    var name: String { key.text }

    init(
      _ name: String, _ schema: Schema, since: Behaviour? = nil,
      required: Requirement = .never, hasDefault: Requirement = .never
    ) {
      key = JSONKey(name)
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
