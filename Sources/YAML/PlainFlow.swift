import JSON

/// Flow collections on one line: `[GET, "5xx"]`, `{kind: Mesh, tags: {a: b}}`.
enum PlainFlow {
  /// Whether a flow collection begins with that byte.
  static func begins(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{")
  }

  /// Reads the collection that begins at an index; returns the index behind it.
  static func read(
    _ line: PlainLine, from first: Int, into composer: inout Composer
  ) throws(PlainReader.NotPlain) -> Int {
    var reading = Reading(line: line, index: first)
    do {
      try reading.read(into: &composer)
    } catch { throw PlainReader.NotPlain() }
    return reading.index
  }

  private struct Reading {
    let line: PlainLine
    var index: Int
    /// The open collections: whether each is a mapping.
    var open: [Bool] = []

    private var byte: UInt8? { index < line.end ? line.text[index] : nil }

    mutating func read(into composer: inout Composer) throws {
      repeat {
        guard let byte else { throw PlainReader.NotPlain() }
        if PlainFlow.begins(byte) {
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
      let isMapping = byte == UInt8(ascii: "{")
      let range = TextRange(start: line.position(index), end: line.position(index + 1))
      try composer.begin(isMapping: isMapping, at: range)
      open.append(isMapping)
      index = line.skipSpaces(from: index + 1)
      if byte == closing(isMapping) { return false }
      if isMapping { try key(&composer) }
      return true
    }

    /// Closes the innermost collection if its end stands there.
    private mutating func end(_ isMapping: Bool, _ composer: inout Composer) throws -> Bool {
      index = line.skipSpaces(from: index)
      guard byte == closing(isMapping) else { return false }
      index += 1
      open.removeLast()
      try composer.end(at: line.position(index))
      return true
    }

    private mutating func comma() throws {
      guard byte == UInt8(ascii: ",") else { throw PlainReader.NotPlain() }
      index = line.skipSpaces(from: index + 1)
    }

    private mutating func key(_ composer: inout Composer) throws {
      let start = index
      try scalar(&composer)
      guard index - start < 1000, byte == UInt8(ascii: ":"), index + 1 < line.end,
        line.text[index + 1] == UInt8(ascii: " ")
      else { throw PlainReader.NotPlain() }
      index = line.skipSpaces(from: index + 1)
    }

    /// A scalar: in quotes, or of letters, digits and a few signs that mean nothing in flow style.
    private mutating func scalar(_ composer: inout Composer) throws {
      guard let byte else { throw PlainReader.NotPlain() }
      var token = PlainLine.Token(start: index, end: index, isQuoted: false, colon: nil)
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        token.isQuoted = true
        index = try PlainScalar.quotedEnd(
          UnsafeBufferPointer(rebasing: line.text[..<line.end]), from: index)
      } else {
        guard PlainScalar.canBegin(byte, beforeBlank: true) else { throw PlainReader.NotPlain() }
        while let byte = self.byte, isWordByte(byte) { index += 1 }
      }
      token.end = index
      try composer.scalar(line.scalar(token))
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "-") || PlainScalar.canBegin(byte, beforeBlank: true)
    }

    private func closing(_ isMapping: Bool) -> UInt8 {
      isMapping ? UInt8(ascii: "}") : UInt8(ascii: "]")
    }
  }
}
