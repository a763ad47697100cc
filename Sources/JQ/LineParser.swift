internal import CLibJQ

/// Reads one line that holds one JSON value, as most input is: faster than libjq's parser, which looks
/// at every byte through a state machine.
///
/// It takes only what libjq reads in the same way; for anything else (errors, extensions, deep values)
/// it gives up, and libjq's parser decides.
struct LineParser: ~Copyable {
  /// The line; its line feed ends every scan.
  let text: UnsafePointer<UInt8>
  var index = 0
  /// Strings with escapes, decoded.
  var scratch: [UInt8] = []
  /// Decimals can be computed here, and need not keep their text as libjq 1.7 does.
  let computesDecimals = LibJQ.release == .v1_6

  /// A libjq that reads less deep is not known.
  private static let depthLimit = 250

  /// - Parameter line: ends with a line feed.
  init(line: UnsafePointer<UInt8>) { text = line }

  /// What a line holds.
  enum Outcome {
    /// Nothing but white space.
    case blank
    /// A value, which is the receiver's to free, and the offset behind it.
    case value(jv, end: Int)
    /// Something to be left to libjq.
    case irregular
  }

  mutating func parse() -> Outcome {
    skipSpace()
    if text[index] == UInt8(ascii: "\n") { return .blank }
    guard let value = parseValue(depth: 0) else { return .irregular }
    let end = index
    skipSpace()
    guard text[index] == UInt8(ascii: "\n") else {
      jv_free(value)
      return .irregular
    }
    return .value(value, end: end)
  }

  @inline(__always)
  private mutating func skipSpace() {
    while text[index] == 0x20 || text[index] == 0x09 || text[index] == 0x0D { index += 1 }
  }

  // MARK: Values

  private mutating func parseValue(depth: Int) -> jv? {
    switch text[index] {
    case UInt8(ascii: "\""): return parseString()
    case UInt8(ascii: "{"): return depth < Self.depthLimit ? parseObject(depth: depth) : nil
    case UInt8(ascii: "["): return depth < Self.depthLimit ? parseArray(depth: depth) : nil
    case UInt8(ascii: "t"): return skip("true") ? jv_true() : nil
    case UInt8(ascii: "f"): return skip("false") ? jv_false() : nil
    case UInt8(ascii: "n"): return skip("null") ? jv_null() : nil
    default: return parseNumber()
    }
  }

  /// Passes the word, if it stands here and ends here.
  private mutating func skip(_ word: StaticString) -> Bool {
    for offset in 0..<word.utf8CodeUnitCount where text[index + offset] != word.utf8Start[offset] {
      return false
    }
    index += word.utf8CodeUnitCount
    return isAtDelimiter
  }

  /// Whether a number or word may end here; libjq takes `truefalse` or `1"a"` for errors, or not.
  var isAtDelimiter: Bool {
    switch text[index] {
    case 0x20, 0x09, 0x0D, 0x0A, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): true
    default: false
    }
  }

  private mutating func parseArray(depth: Int) -> jv? {
    var array = jv_array()
    index += 1
    skipSpace()
    if text[index] == UInt8(ascii: "]") {
      index += 1
      return array
    }
    while true {
      guard let element = parseValue(depth: depth + 1) else { break }
      array = jv_array_append(array, element)
      skipSpace()
      let byte = text[index]
      guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") else { break }
      index += 1
      if byte == UInt8(ascii: "]") { return array }
      skipSpace()
    }
    jv_free(array)
    return nil
  }

  private mutating func parseObject(depth: Int) -> jv? {
    var object = jv_object()
    index += 1
    skipSpace()
    if text[index] == UInt8(ascii: "}") {
      index += 1
      return object
    }
    while text[index] == UInt8(ascii: "\"") {
      guard let key = parseString() else { break }
      guard let value = parseMemberValue(depth: depth) else {
        jv_free(key)
        break
      }
      object = jv_object_set(object, key, value)
      skipSpace()
      let byte = text[index]
      guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") else { break }
      index += 1
      if byte == UInt8(ascii: "}") { return object }
      skipSpace()
    }
    jv_free(object)
    return nil
  }

  private mutating func parseMemberValue(depth: Int) -> jv? {
    skipSpace()
    guard text[index] == UInt8(ascii: ":") else { return nil }
    index += 1
    skipSpace()
    return parseValue(depth: depth + 1)
  }
}
