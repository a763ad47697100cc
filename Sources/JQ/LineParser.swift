internal import CLibJQ

/// Reads one line that holds one JSON value, as most input is: faster than libjq's parser, which looks
/// at every byte through a state machine.
///
/// It takes only what libjq reads in the same way; for anything else (errors, extensions, deep values)
/// it gives up, and libjq's parser decides.
struct LineParser: ~Copyable {
  /// The line; its line feed ends every scan.
  private let text: UnsafePointer<UInt8>
  private var index = 0
  /// Strings with escapes, decoded.
  private var scratch: [UInt8] = []
  /// Decimals can be computed here, and need not keep their text as libjq 1.7 does.
  private let computesDecimals = LibJQ.release == .v1_6

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
  private var isAtDelimiter: Bool {
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

  // MARK: Numbers

  /// Powers of ten that are doubles exactly.
  private static let powers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }

  private mutating func parseNumber() -> jv? {
    let start = index
    let isNegative = text[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    var digits = 0
    var mantissa: UInt64 = 0
    let integerStart = index
    scanDigits(&digits, &mantissa)
    let integerDigits = index - integerStart
    if integerDigits == 0 || (integerDigits > 1 && text[integerStart] == UInt8(ascii: "0")) {
      return nil
    }
    var places = 0
    if text[index] == UInt8(ascii: ".") {
      index += 1
      let fractionStart = index
      scanDigits(&digits, &mantissa)
      places = index - fractionStart
      if places == 0 { return nil }
    }
    let isSimple = isAtDelimiter && digits <= 15 && places <= 22
    if isSimple && (places == 0 ? mantissa != 0 || computesDecimals : computesDecimals) {
      // A double holds both, so the quotient is the nearest double to the decimal.
      let magnitude = Double(mantissa) / Self.powers[places]
      return jv_number(isNegative ? -magnitude : magnitude)
    }
    return parseNumberByLibrary(from: start)
  }

  @inline(__always)
  private mutating func scanDigits(_ digits: inout Int, _ mantissa: inout UInt64) {
    while case let digit = text[index] &- UInt8(ascii: "0"), digit <= 9 {
      mantissa = mantissa &* 10 &+ UInt64(digit)
      digits += 1
      index += 1
    }
  }

  /// Passes an exponent, if there is one, and has libjq read the number.
  private mutating func parseNumberByLibrary(from start: Int) -> jv? {
    if text[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-") { index += 1 }
      var digits = 0
      var ignored: UInt64 = 0
      scanDigits(&digits, &ignored)
      if digits == 0 { return nil }
    }
    guard isAtDelimiter, let count = Int32(exactly: index - start), count < 1000 else { return nil }
    let number = UnsafeRawPointer(text + start).assumingMemoryBound(to: CChar.self)
    let value = jv_parse_sized(number, count)
    if value.kind == .number { return value }
    jv_free(value)
    return nil
  }

  // MARK: Strings

  private mutating func parseString() -> jv? {
    index += 1
    let start = index
    while true {
      let byte = text[index]
      if byte == UInt8(ascii: "\"") {
        let string = Self.string(text + start, count: index - start)
        index += 1
        return string
      }
      if byte == UInt8(ascii: "\\") { return parseEscapedString(from: start) }
      if byte < 0x20 { return nil }
      index += 1
    }
  }

  private static func string(_ start: UnsafePointer<UInt8>, count: Int) -> jv? {
    guard let count = Int32(exactly: count) else { return nil }
    return jv_string_sized(
      UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), count)
  }

  private mutating func parseEscapedString(from start: Int) -> jv? {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: UnsafeBufferPointer(start: text + start, count: index - start))
    while true {
      let byte = text[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        return scratch.withUnsafeBufferPointer { bytes in
          bytes.baseAddress.flatMap { Self.string($0, count: bytes.count) }
        }
      case UInt8(ascii: "\\"): if !decodeEscape() { return nil }
      case ..<0x20: return nil
      default: scratch.append(byte)
      }
    }
  }

  /// Decodes what follows a backslash; false for what libjq refuses or mends.
  private mutating func decodeEscape() -> Bool {
    let byte = text[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scratch.append(byte)
    case UInt8(ascii: "b"): scratch.append(0x08)
    case UInt8(ascii: "f"): scratch.append(0x0C)
    case UInt8(ascii: "n"): scratch.append(0x0A)
    case UInt8(ascii: "r"): scratch.append(0x0D)
    case UInt8(ascii: "t"): scratch.append(0x09)
    case UInt8(ascii: "u"): return decodeUnicodeEscape()
    default: return false
    }
    return true
  }

  private mutating func decodeUnicodeEscape() -> Bool {
    guard var value = scanHexadecimals() else { return false }
    if (0xD800...0xDBFF).contains(value) {
      guard text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u") else {
        return false
      }
      index += 2
      guard let low = scanHexadecimals(), (0xDC00...0xDFFF).contains(low) else { return false }
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else { return false }
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { scratch.append(byte) }
    return true
  }

  private mutating func scanHexadecimals() -> UInt32? {
    var value: UInt32 = 0
    for _ in 0..<4 {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte & 0x0F)
      case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
        value = value << 4 | UInt32(byte & 0x0F) + 9
      default: return nil
      }
      index += 1
    }
    return value
  }
}
