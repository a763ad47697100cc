internal import CLibJQ

/// A JSON value of libjq with one owner: freed exactly once, when the owner lets go of it.
///
/// libjq counts references without atomics: a value may move to another thread, but never be used by
/// two at a time.
public struct JV: ~Copyable {
  let raw: jv

  /// Takes over a value that the caller owned.
  init(adopting raw: jv) { self.raw = raw }

  deinit { jv_free(raw) }

  /// Hands the value to a C function that consumes it.
  consuming func take() -> jv {
    let raw = self.raw
    discard self
    return raw
  }

  /// A second reference, for a C function that consumes its argument.
  borrowing func lent() -> jv { jv_copy(raw) }

  /// A second owner of the same value.
  public borrowing func copy() -> JV { JV(adopting: lent()) }

  /// What sort of value it is.
  public enum Kind: Sendable {
    case invalid, null, `false`, `true`, number, string, array, object
  }

  /// What sort of value this is.
  public var kind: Kind { raw.kind }

  /// Whether this is a value at all, and not libjq's "nothing" or error.
  public var isValid: Bool { kind != .invalid }
}

// MARK: Making values

extension JV {
  /// JSON null.
  public static var null: JV { JV(adopting: jv_null()) }
  /// Neither a value nor an error: the end.
  static var nothing: JV { JV(adopting: jv_invalid()) }
  /// An empty array.
  public static var array: JV { JV(adopting: jv_array()) }
  /// An empty object.
  public static var object: JV { JV(adopting: jv_object()) }

  /// A string; longer than libjq can count is an error value.
  public init(_ text: String) { self.init(utf8: Array(text.utf8)) }

  /// A string; bytes that are not UTF-8 become U+FFFD.
  init(utf8 bytes: [UInt8]) {
    self.init(adopting: bytes.withUnsafeBufferPointer { JV(utf8: $0).take() })
  }

  /// A string; bytes that are not UTF-8 become U+FFFD.
  init(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    guard let length = Int32(exactly: bytes.count) else {
      self.init(error: "Text of more than 2147483647 bytes")
      return
    }
    let start = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
    self.init(adopting: start.map { jv_string_sized($0, length) } ?? jv_string(""))
  }

  /// A string as the system hands it over: NUL-terminated, in whatever encoding.
  init(cString: UnsafePointer<CChar>) { self.init(adopting: jv_string(cString)) }

  /// An error with a message.
  init(error message: String) { self.init(adopting: jv_invalid_with_msg(JV(message).take())) }
}

// MARK: Looking at values

extension JV {
  /// Whether this is an error with a message, and not merely the end.
  var isError: Bool { kind == .invalid && jv_invalid_has_msg(lent()) != 0 }

  /// The message of an error; null when it has none.
  consuming func errorMessage() -> JV { JV(adopting: jv_invalid_get_msg(take())) }

  /// The number, if it is one.
  public var number: Double? { kind == .number ? jv_number_value(raw) : nil }

  /// The text of a string, if it is one.
  public var string: String? { withUTF8 { String(decoding: $0, as: UTF8.self) } }

  /// The bytes of a string, if it is one.
  borrowing func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
    kind == .string ? body(raw.utf8) : nil
  }
}

// MARK: Building containers

extension JV {
  /// The array with one more element at its end.
  consuming func appending(_ element: consuming JV) -> JV {
    JV(adopting: jv_array_append(take(), element.take()))
  }

  /// The object with the member set.
  consuming func setting(_ key: consuming JV, to value: consuming JV) -> JV {
    JV(adopting: jv_object_set(take(), key.take(), value.take()))
  }

  /// Whether the object has the key.
  borrowing func has(_ key: borrowing JV) -> Bool {
    jv_object_has(lent(), key.lent()) != 0
  }
}

extension jv {
  /// What sort of value this is.
  var kind: JV.Kind {
    switch jv_get_kind(self) {
    case JV_KIND_NULL: .null
    case JV_KIND_FALSE: .false
    case JV_KIND_TRUE: .true
    case JV_KIND_NUMBER: .number
    case JV_KIND_STRING: .string
    case JV_KIND_ARRAY: .array
    case JV_KIND_OBJECT: .object
    default: .invalid
    }
  }

  /// The bytes of a string, good as long as the string lives.
  var utf8: UnsafeBufferPointer<UInt8> {
    let count = Int(jv_string_length_bytes(jv_copy(self)))
    let start = UnsafeRawPointer(jv_string_value(self))?.assumingMemoryBound(to: UInt8.self)
    return UnsafeBufferPointer(start: start, count: count)
  }
}
