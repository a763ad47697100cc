/// Reads JSON documents one after another from a stream, with the place of every key and value.
///
/// Documents may stand in any white space or none (`{}{}`, NDJSON). The parser holds one document and
/// one window of the stream; nesting costs no call stack. Defined: a byte order mark at the start is
/// skipped; invalid UTF-8, lone surrogates, NUL and more than `depthLimit` levels are errors; of equal
/// keys the last is in force (``JSONDocument/duplicates`` tells). After an error nothing more is read.
public final class JSONParser {
  /// The levels of nesting a document may have.
  public static let depthLimit = 10_000

  private var window: ByteWindow
  private var builder = JSONDocumentBuilder()
  private var isObject: [Bool] = []
  private var scratch: [UInt8] = []
  private var failed = false

  /// A parser of that stream.
  public init(_ source: any ByteSource) {
    window = ByteWindow(source)
  }

  /// A parser of that text.
  public convenience init(text: String) { self.init(ByteBuffer(text)) }

  /// The next document; nil at the end.
  ///
  /// - Throws: ``JSONSyntaxError``, or what the source throws.
  public func next() throws -> JSONDocument? {
    guard !failed else { return nil }
    do {
      return try parseDocument()
    } catch {
      failed = true
      throw error
    }
  }

  private enum Expected {
    case value, firstElement, firstKey, key, colon, commaOrEnd
  }

  private func parseDocument() throws -> JSONDocument? {
    guard try window.skipSpace() else { return nil }
    var expected = Expected.value
    isObject.removeAll(keepingCapacity: true)
    repeat {
      guard try window.skipSpace() else {
        throw error(.unexpectedEnd(expected: describe(expected)))
      }
      expected = try step(expected)
      if builder.isTooLarge { throw error(.tooLarge) }
    } while !isObject.isEmpty
    return builder.finish()
  }

  /// Reads one token and says what may follow.
  private func step(_ expected: Expected) throws -> Expected {
    let byte = window.byte
    switch (expected, byte) {
    case (.firstElement, UInt8(ascii: "]")), (.firstKey, UInt8(ascii: "}")):
      return close()
    case (.commaOrEnd, UInt8(ascii: ",")):
      window.advance()
      return isObject.last == true ? .key : .value
    case (.commaOrEnd, UInt8(ascii: "]")) where isObject.last == false,
      (.commaOrEnd, UInt8(ascii: "}")) where isObject.last == true:
      return close()
    case (.colon, UInt8(ascii: ":")):
      window.advance()
      return .value
    case (.key, UInt8(ascii: "\"")), (.firstKey, UInt8(ascii: "\"")):
      try parseString(isKey: true)
      return .colon
    case (.value, _), (.firstElement, _):
      return try parseValue(byte, expected)
    default:
      throw try unexpected(expected)
    }
  }

  private func parseValue(_ byte: UInt8, _ expected: Expected) throws -> Expected {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      return try open(isObject: byte == UInt8(ascii: "{"))
    case UInt8(ascii: "\""):
      try parseString(isKey: false)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      try parseNumber()
    case UInt8(ascii: "t"):
      try parseLiteral("true", true)
    case UInt8(ascii: "f"):
      try parseLiteral("false", false)
    case UInt8(ascii: "n"):
      try parseLiteral("null", nil)
    default:
      throw try unexpected(expected)
    }
    return .commaOrEnd
  }

  private func open(isObject: Bool) throws -> Expected {
    if self.isObject.count >= Self.depthLimit { throw error(.tooDeep(limit: Self.depthLimit)) }
    let start = window.position
    window.advance()
    let range = TextRange(start: start, end: window.position)
    if isObject { builder.beginObject(at: range) } else { builder.beginArray(at: range) }
    self.isObject.append(isObject)
    return isObject ? .firstKey : .firstElement
  }

  private func close() -> Expected {
    window.advance()
    builder.end(at: window.position)
    isObject.removeLast()
    return .commaOrEnd
  }

  // MARK: Scalars

  private func parseLiteral(_ text: StaticString, _ value: Bool?) throws {
    let start = window.position
    // All that a reader takes for one word, so that `nullable` and `true1` are refused whole.
    let length = try window.tokenLength { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    let matches = window.withToken(length) { token in
      text.withUTF8Buffer { token.elementsEqual($0) }
    }
    guard matches else { throw try unexpected(.value) }
    window.consume(length)
    builder.add(value, at: TextRange(start: start, end: window.position))
  }

  private func parseNumber() throws {
    let start = window.position
    let length = try window.tokenLength { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
      default: false
      }
    }
    let end = Position(line: start.line, column: start.column &+ UInt32(clamping: length))
    let isNumber = window.withToken(length) { token in
      guard JSONGrammar.isNumber(token) else { return false }
      builder.addNumber(token, at: TextRange(start: start, end: end))
      return true
    }
    guard isNumber else { throw error(.invalidNumber) }
    window.consume(length)
  }

  private func parseString(isKey: Bool) throws {
    let start = window.position
    let (length, hasEscape) = try window.stringLength()
    // The window now holds the whole token, quotes included; a line break cannot be inside.
    let problem: (JSONSyntaxError.Reason, offset: Int)? = window.withToken(length) { token in
      let body = UnsafeBufferPointer(rebasing: token[1..<token.count - 1])
      if let bad = JSONGrammar.firstControlCharacter(body) {
        return (.controlCharacter(body[bad]), bad + 1)
      }
      if let bad = UTF8Text.firstInvalidByte(body) { return (.invalidUTF8, bad + 1) }
      let end = Position(
        line: start.line,
        column: start.column &+ UInt32(clamping: UTF8Text.scalarCount(token)))
      let range = TextRange(start: start, end: end)
      if !hasEscape {
        add(body, isPlain: true, isKey: isKey, at: range)
        return nil
      }
      scratch.removeAll(keepingCapacity: true)
      if let (reason, offset) = JSONGrammar.unescape(body, into: &scratch) {
        return (reason, offset + 1)
      }
      scratch.withUnsafeBufferPointer { add($0, isPlain: false, isKey: isKey, at: range) }
      return nil
    }
    if let (reason, offset) = problem {
      window.consume(offset)
      throw error(reason)
    }
    window.consume(length)
  }

  private func add(
    _ bytes: UnsafeBufferPointer<UInt8>, isPlain: Bool, isKey: Bool, at range: TextRange
  ) {
    if isKey {
      builder.addKey(bytes, isPlain: isPlain, at: range)
    } else {
      builder.addString(bytes, isPlain: isPlain, at: range)
    }
  }

  // MARK: Errors

  private func error(_ reason: JSONSyntaxError.Reason) -> JSONSyntaxError {
    JSONSyntaxError(reason: reason, position: window.position)
  }

  private func unexpected(_ expected: Expected) throws -> JSONSyntaxError {
    guard let scalar = try window.scalar() else { return error(.invalidUTF8) }
    return error(.unexpected(scalar, expected: describe(expected)))
  }

  private func describe(_ expected: Expected) -> String {
    switch expected {
    case .value: "a value"
    case .firstElement: "a value or ']'"
    case .firstKey: "a key or '}'"
    case .key: "a key"
    case .colon: "':'"
    case .commaOrEnd: isObject.last == true ? "',' or '}'" : "',' or ']'"
    }
  }
}
