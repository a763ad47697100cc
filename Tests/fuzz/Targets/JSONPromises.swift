import JSON

/// The JSON reader and writer: what was written reads as what was read, and how the bytes arrive does not
/// matter.
enum JSONPromises {
  static func check(_ input: [UInt8]) throws {
    let whole = Reading(JSONParser(ByteBuffer(input)))
    let drops = Reading(JSONParser(DropByDrop(bytes: input)))
    try expect(whole.error == drops.error, "errors differ: \(whole.error) \(drops.error)")
    try expect(whole.documents.count == drops.documents.count, "numbers of documents differ")
    for (document, drop) in zip(whole.documents, drops.documents) {
      try check(document)
      try expect(compact(document.root) == compact(drop.root), "documents differ")
    }
  }

  /// What holds for every document, however it was read.
  static func check(_ document: JSONDocument) throws {
    let written = compact(document.root)
    try expect(compact(try reread(written)) == written, "what was written reads otherwise")
    var pretty = JSONWriter(.pretty(indent: 2))
    pretty.write(document.root)
    try expect(compact(try reread(pretty.bytes)) == written, "indented, it reads otherwise")
    let value = document.root.value
    try expect(Array(value.compactText.utf8) == written, "as a value it is written otherwise")
    try expect(try reread(written).value == value, "as a value it is another one")
  }

  static func answer(_ input: [UInt8]) -> JSONValue {
    let reading = Reading(JSONParser(ByteBuffer(input)))
    return [
      "documents": .array(reading.documents.map(\.root.value)),
      "error": reading.error.isEmpty ? .null : .string(reading.error),
    ]
  }

  static func compact(_ node: JSONNode) -> [UInt8] {
    var writer = JSONWriter()
    writer.write(node)
    return writer.bytes
  }

  /// The one document that a text must have.
  static func reread(_ text: [UInt8]) throws -> JSONNode {
    let parser = JSONParser(ByteBuffer(text))
    guard let document = try parser.next(), try parser.next() == nil else {
      throw BrokenPromise(description: "what was written is not one document")
    }
    return document.root
  }

  /// All that a parser gives.
  struct Reading {
    var documents: [JSONDocument] = []
    /// Empty when all was read.
    var error = ""

    init(_ parser: JSONParser) {
      do {
        while let document = try parser.next() { documents.append(document) }
      } catch let problem as JSONSyntaxError {
        error = "\(problem.position.line):\(problem.position.column): \(problem.message)"
      } catch {
        self.error = "\(error)"
      }
    }
  }
}

/// Bytes that arrive one by one.
struct DropByDrop: ByteSource {
  private var bytes: ArraySlice<UInt8>

  init(bytes: [UInt8]) { self.bytes = bytes[...] }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard !buffer.isEmpty, let byte = bytes.popFirst() else { return 0 }
    buffer[0] = byte
    return 1
  }
}
