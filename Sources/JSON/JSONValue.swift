/// A JSON value that programs build and change. What was read from a text is a ``JSONDocument``.
public enum JSONValue: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, as its text.
  case number(JSONNumber)
  /// A string.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object with ordered keys.
  case object(JSONObject)

  /// The bytes of memory that a copy of what was read takes at most for every key and value in it, while it is
  /// made and written, long texts left out (measured).
  public static let bytesPerValue = 96

  /// The member of that key; nil when this is no object or has no such key.
  public subscript(key: String) -> JSONValue? {
    if case .object(let object) = self { object[key] } else { nil }
  }

  /// The element at that index; nil when this is no array or has no such element.
  public subscript(index: Int) -> JSONValue? {
    if case .array(let elements) = self, elements.indices.contains(index) {
      elements[index]
    } else {
      nil
    }
  }

  /// The text of a string; else nil.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The number; else nil.
  public var number: JSONNumber? {
    if case .number(let number) = self { number } else { nil }
  }

  /// The boolean; else nil.
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The elements of an array; else nil.
  public var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The object; else nil.
  public var object: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  /// A number from an integer.
  public static func integer<Value: BinaryInteger>(_ value: Value) -> JSONValue {
    .number(JSONNumber(value))
  }

  /// A string, or null for nil.
  public static func optional(_ text: String?) -> JSONValue {
    text.map(JSONValue.string) ?? .null
  }

  /// The compact text of this value.
  public var compactText: String {
    var writer = JSONWriter()
    writer.write(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A number.
  public init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
  /// A boolean.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// An array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// An object, in the order written.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements.map { (key: $0.0, value: $0.1) }))
  }
  /// Null.
  public init(nilLiteral: ()) { self = .null }
}
