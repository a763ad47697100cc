import JSON
import YAML

/// The YAML reader and writer: a document comes out as JSON that reads as itself, written as YAML it reads
/// the same, and how the bytes arrive does not matter.
enum YAMLPromises {
  static func check(_ input: [UInt8]) throws {
    let whole = Reading(try YAMLParser(ByteBuffer(input)))
    let drops = Reading(try YAMLParser(DropByDrop(bytes: input)))
    try expect(whole.errors == drops.errors, "errors differ: \(whole.errors) \(drops.errors)")
    try expect(whole.texts == drops.texts, "documents differ")
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
    let again = Reading(try YAMLParser(ByteBuffer(writer.text)))
    try expect(
      again.errors.isEmpty && again.texts == [JSONPromises.compact(document.root)],
      "as YAML it reads otherwise: \(again.errors)\n\(writer.text)")
  }

  /// All that a parser gives.
  struct Reading {
    var documents: [JSONDocument] = []
    var errors: [String] = []

    var texts: [[UInt8]] { documents.map { JSONPromises.compact($0.root) } }

    /// Ends at the first error that ends the stream, and after so many others.
    init(_ parser: any DocumentParser) {
      while errors.count < 100 {
        do {
          guard let document = try parser.next() else { break }
          documents.append(document)
        } catch let error as YAMLError {
          errors.append("\(error.position.line):\(error.position.column): \(error.message)")
        } catch {
          errors.append("\(error)")
        }
        _ = parser.takeMarks(before: .max)
      }
    }
  }
}
