import CLibYAML
import JSON

/// Reads YAML documents one after another from a stream and gives each as JSON, with the place of every
/// key and value. The meaning of the text is that of `sigs.k8s.io/yaml`, by which Kuma reads its policies.
///
/// An empty document is `null`; an empty stream has no documents. One document is in memory at a time.
/// Of equal keys the last is in force. What is read is libyaml 0.2.5's YAML 1.1.
public final class YAMLParser {
  /// The levels of nesting a document may have: go-yaml's limit.
  public static let depthLimit = 10_000

  /// How the last document stands in its file.
  public private(set) var layout = DocumentLayout()
  /// The scalars of the last document that YAML 1.1 reads as something else than they say.
  public private(set) var surprises = BoundedList<ScalarSurprise>()

  private let events: EventStream
  private var last: JSONDocument?
  private var hasEnded = false

  /// A parser of that stream.
  ///
  /// - Throws: ``YAMLError`` when libyaml has no memory.
  public init(_ source: any ByteSource) throws {
    events = try EventStream(source)
  }

  /// The next document; nil at the end.
  ///
  /// After an error that does not end the stream (``YAMLError/endsStream``) the next document can be
  /// asked for; after another one the stream has ended.
  ///
  /// - Throws: ``YAMLError``, or what the source throws.
  public func next() throws -> JSONDocument? {
    guard !hasEnded else { return nil }
    do {
      while true {
        let event = try events.next()
        switch event.pointee.type {
        case YAML_DOCUMENT_START_EVENT:
          layout = DocumentLayout()
          layout.begin(event)
          return try document()
        case YAML_STREAM_END_EVENT, YAML_NO_EVENT:
          hasEnded = true
          return nil
        default: continue
        }
      }
    } catch {
      hasEnded = (error as? YAMLError)?.endsStream ?? true
      throw error
    }
  }

  /// Takes what was found on lines before the given one, all of it when none is given.
  public func takeMarks(before line: UInt32 = .max) -> [TextMark] { events.takeMarks(before: line) }

  /// Everything up to the end of the document. An error in what the document says is thrown when all of
  /// it has been read, so that the next one can follow; nesting is bounded all the way.
  private func document() throws -> JSONDocument? {
    var composer = Composer(builder: JSONDocumentBuilder(sizedFor: last))
    // Asked for every event: the error itself is too large for that.
    var hasFailed = false
    var failure: YAMLError?
    while true {
      let event = try events.next()
      if event.pointee.type == YAML_DOCUMENT_END_EVENT {
        layout.finish(event)
        break
      }
      layout.note(event)
      if hasFailed {
        try composer.followNesting(event)
        continue
      }
      do throws(YAMLError) {
        try composer.take(event)
      } catch {
        if error.endsStream { throw error }
        failure = error
        hasFailed = true
        try composer.followNesting(event)
      }
    }
    surprises = composer.surprises
    if let failure { throw failure }
    last = composer.finish()
    return last
  }
}
