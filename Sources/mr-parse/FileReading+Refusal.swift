import JSON
import MeshRetryCore

extension FileReading {
  /// The keys and values below which a resource is not refused for their number: some 100 KB.
  private static let smallResource = 1000

  /// The refusal of a resource that has so many values that what is made of them would not keep in proportion to
  /// the document.
  func refusal(of root: JSONNode) -> Finding? {
    let room = root.document.room / root.nodeCount
    // Nearly always there is enough for anything; and what is small is never what takes the memory.
    if room >= MeshLinter.bytesPerValue + JSONValue.bytesPerValue { return nil }
    if root.nodeCount < Self.smallResource { return nil }
    let isConverted =
      options.form != nil && EnvelopeConversion.converts(root)
      || options.isNormalized && Envelope(root).meshRetryForm != nil
    let needed =
      (MeshLinter.looksInto(root) ? MeshLinter.bytesPerValue : 0)
      + (isConverted ? JSONValue.bytesPerValue : 0)
    if needed == 0 || room >= needed { return nil }
    let start = root.range.start
    return Finding(
      .unreadableDocument,
      "resource takes more memory than 64 MiB and six times the text of its document",
      at: SourceLocation(file: file, range: TextRange(start: start, end: start)))
  }
}
