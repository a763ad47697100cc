import JSON

/// Flow collections on one line: `[GET, "5xx"]`, `{kind: Mesh, tags: {a: b}}`.
enum PlainFlow {
  /// Whether a flow collection begins with that byte.
  static func begins(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{")
  }

  /// Reads the collection that begins at an index; returns the index behind it.
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, from first: Int, line: UInt32,
    into composer: inout Composer
  ) throws(PlainReader.NotPlain) -> Int {
    var reading = Reading(bytes: bytes, line: line, index: first)
    do {
      try reading.read(into: &composer)
    } catch { throw PlainReader.NotPlain() }
    return reading.index
  }

  private struct Reading {
    let bytes: UnsafeBufferPointer<UInt8>
    let line: UInt32
    var index: Int
    /// The open collections: whether each is a mapping.
    var open: [Bool] = []

    mutating func read(into composer: inout Composer) throws {
      repeat {
        guard index < bytes.count else { throw PlainReader.NotPlain() }
        if PlainFlow.begins(bytes[index]) {
          if try begin(&composer) { continue }
        } else {
          try scalar(&composer)
        }
        // Behind a value: whatever ends there, then a comma and the next one.
        while let isMapping = open.last, try end(isMapping, &composer) {}
        if !open.isEmpty { try comma() }
        if open.last == true { try key(&composer) }
      } while !open.isEmpty
    }

    /// Opens a collection; whether it has a value, which comes next.
    private mutating func begin(_ composer: inout Composer) throws -> Bool {
      let isMapping = bytes[index] == UInt8(ascii: "{")
      let range = TextRange(start: position(index), end: position(index + 1))
      try composer.begin(isMapping: isMapping, at: range)
      open.append(isMapping)
      index += 1
      skipSpaces()
      if index < bytes.count, bytes[index] == closing(isMapping) { return false }
      if isMapping { try key(&composer) }
      return true
    }

    /// Closes the innermost collection if its end stands there.
    private mutating func end(_ isMapping: Bool, _ composer: inout Composer) throws -> Bool {
      skipSpaces()
      guard index < bytes.count, bytes[index] == closing(isMapping) else { return false }
      index += 1
      open.removeLast()
      try composer.end(at: position(index))
      return true
    }

    private mutating func comma() throws {
      guard index < bytes.count, bytes[index] == UInt8(ascii: ",") else {
        throw PlainReader.NotPlain()
      }
      index += 1
      skipSpaces()
    }

    private mutating func key(_ composer: inout Composer) throws {
      let start = index
      try scalar(&composer)
      guard index - start < 1000, index + 1 < bytes.count, bytes[index] == UInt8(ascii: ":"),
        bytes[index + 1] == UInt8(ascii: " ")
      else { throw PlainReader.NotPlain() }
      index += 1
      skipSpaces()
    }

    /// A scalar: in quotes, or of letters, digits and a few signs that mean nothing in flow style.
    private mutating func scalar(_ composer: inout Composer) throws {
      let start = index
      guard start < bytes.count else { throw PlainReader.NotPlain() }
      let isQuoted = bytes[start] == UInt8(ascii: "\"") || bytes[start] == UInt8(ascii: "'")
      if isQuoted {
        index = try PlainScalar.quotedEnd(bytes, from: start)
      } else {
        guard PlainScalar.canBegin(bytes[start], beforeBlank: true) else {
          throw PlainReader.NotPlain()
        }
        while index < bytes.count, isWordByte(bytes[index]) { index += 1 }
      }
      let quotes = isQuoted ? 1 : 0
      try composer.scalar(
        ScalarEvent(
          UnsafeBufferPointer(rebasing: bytes[start + quotes..<index - quotes]),
          at: TextRange(start: position(start), end: position(index)), isPlain: !isQuoted))
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "-") || PlainScalar.canBegin(byte, beforeBlank: true)
    }

    private func closing(_ isMapping: Bool) -> UInt8 {
      isMapping ? UInt8(ascii: "}") : UInt8(ascii: "]")
    }

    private mutating func skipSpaces() {
      while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
    }

    private func position(_ index: Int) -> Position {
      Position(line: line, column: UInt32(clamping: index) &+ 1)
    }
  }
}
