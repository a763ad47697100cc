import JSON

/// A struct of Kuma's as Go's decoder sees it: its name in error texts, and its fields by their keys.
struct GoStruct<Field>: Sendable
where Field: RawRepresentable & CaseIterable & Sendable, Field.RawValue == String {
  /// The name, without the package.
  let name: String
  private let fields: [Field]
  private let keys: JSONKeyTable

  /// A struct with those fields, all of them unless a release lacks some.
  init(_ name: String, _ fields: [Field] = Array(Field.allCases)) {
    self.name = name
    self.fields = fields
    keys = JSONKeyTable(fields.map { JSONKey($0.rawValue) })
  }

  /// The name with the package.
  var goType: String { "v1alpha1.\(name)" }

  /// Gives the members of an object: fields with exactly that key, and keys that no field has.
  @inline(__always)
  func forEachMember(
    of object: JSONNode, _ field: (Field, _ value: JSONNode) -> Void,
    other: (_ key: JSONNode) -> Void
  ) {
    keys.forEachMember(of: object) { match, key, value in
      if let match { field(fields[match], value) } else { other(key) }
    }
  }

  /// Whether a key is that of a field in another letter case.
  func hasFieldIgnoringCase(_ key: JSONNode) -> Bool { keys.indexIgnoringCase(of: key) != nil }

  /// The field of exactly that key.
  func field(_ key: String) -> Field? { fields.first { $0.rawValue == key } }

  /// The field of that key in any letter case.
  func fieldIgnoringCase(_ key: String) -> Field? {
    fields.first { $0.rawValue.equalsIgnoringCase(key) }
  }
}
