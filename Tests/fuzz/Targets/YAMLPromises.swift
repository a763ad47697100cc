import JSON
import YAML

/// The YAML reader and writer: a document comes out as JSON that reads as itself, written as YAML it reads
/// the same; how the bytes arrive does not matter, nor whether libyaml reads all of them.
enum YAMLPromises {
  static func check(_ input: [UInt8]) throws {
    let whole = Reading(YAMLParser(ByteBuffer(input)))
    let drops = Reading(YAMLParser(DropByDrop(bytes: input)))
    try expect(whole.errors == drops.errors, "errors differ: \(whole.errors) \(drops.errors)")
    try expect(whole.texts == drops.texts, "documents differ")
    let unaided = Reading(YAMLParser(ByteBuffer(input), readsPlain: false))
    try expect(whole.errors == unaided.errors, "errors differ: \(whole.errors) \(unaided.errors)")
    try expect(whole.notes == unaided.notes, "notes differ: \(whole.notes) \(unaided.notes)")
    try expect(whole.documents.count == unaided.documents.count, "numbers of documents differ")
    for (document, other) in zip(whole.documents, unaided.documents) {
      try expect(document.isIdentical(to: other), "documents differ, or where something stands")
    }
    for document in whole.documents {
      try JSONPromises.check(document)
      try checkWriter(document)
    }
    for splitter in splitters { _ = Reading(try SplitParser(ByteBuffer(input), by: splitter)) }
  }

  private static let splitters: [DocumentSplitter] = [
    .kuma(dropsCommentLine: false), .kuma(dropsCommentLine: true),
    .kubernetes(goesOnWithYAML: false), .kubernetes(goesOnWithYAML: true),
  ]

  private static func checkWriter(_ document: JSONDocument) throws {
    var writer = YAMLWriter()
    writer.write(document.root)
    let again = Reading(YAMLParser(ByteBuffer(writer.text)))
    try expect(
      again.errors.isEmpty && again.texts == [JSONPromises.compact(document.root)],
      "as YAML it reads otherwise: \(again.errors)\n\(writer.text)")
  }

  /// All that a parser gives.
  struct Reading {
    var documents: [JSONDocument] = []
    var errors: [String] = []

    var texts: [[UInt8]] { documents.map { JSONPromises.compact($0.root) } }

    /// How each document stands, what is surprising about its scalars, and what stands beside it.
    var notes: [String] = []

    /// Ends at the first error that ends the stream, and after so many others.
    init(_ parser: any DocumentParser) {
      while errors.count < 100 {
        do {
          guard let document = try parser.next() else { break }
          documents.append(document)
          notes.append("\(parser.layout) \(parser.surprises.map { "\($0)" })")
        } catch let error as YAMLError {
          errors.append("\(error.position.line):\(error.position.column): \(error.message)")
        } catch {
          errors.append("\(error)")
        }
      }
      // After an error it depends on the reading ahead what was seen of the lines.
      if errors.isEmpty { notes += parser.takeMarks(before: .max).map { "\($0)" } }
    }
  }
}
