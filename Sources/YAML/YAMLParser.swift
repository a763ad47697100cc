import CLibYAML
import JSON

/// Reads YAML documents one after another from a stream and gives each as JSON, with the place of every
/// key and value. The meaning of the text is that of `sigs.k8s.io/yaml`, by which Kuma reads its policies.
///
/// An empty document is `null`; an empty stream has no documents. One document is in memory at a time.
/// Of equal keys the last is in force. What is read is libyaml 0.2.5's YAML 1.1; documents that are plain
/// (``PlainReader``) are read without it.
public final class YAMLParser {
  /// The levels of nesting a document may have: go-yaml's limit.
  public static let depthLimit = 10_000

  /// How the last document stands in its file.
  public private(set) var layout = DocumentLayout()
  /// The scalars of the last document that YAML 1.1 reads as something else than they say.
  public private(set) var surprises = BoundedList<ScalarSurprise>()

  /// Called when a document takes more than ``JSONDocument/large``, once or twice: reading goes on when it
  /// returns.
  public var whenLarge: (@Sendable () -> Void)? {
    didSet { window.whenLarge = whenLarge }
  }

  /// The bytes that whoever asks for documents holds of their text, beside what the parser holds: they count as
  /// the documents' own.
  var textElsewhere = 0

  private let window: TextWindow
  private let readsPlain: Bool
  /// Libyaml, while it reads; it is let go when a document ends where the next one begins.
  private var events: EventStream?
  /// How many documents on end were not plain when looked at, and how many more libyaml reads unasked:
  /// twice as many each time.
  private var unplainCount = 0
  private var unasked = 0
  /// How often libyaml had to begin.
  private(set) var libyamlStarts = 0
  /// The size of the last document: the next one is likely to be as large.
  private var lastSize = JSONDocument.Size.none
  private var hasEnded = false

  /// A parser of that stream.
  public convenience init(_ source: any ByteSource) { self.init(source, readsPlain: true) }

  /// A parser that leaves all to libyaml, if asked to: the results are the same.
  package init(_ source: any ByteSource, readsPlain: Bool) {
    window = TextWindow(source)
    self.readsPlain = readsPlain
  }

  /// The next document; nil at the end.
  ///
  /// After an error that does not end the stream (``YAMLError/endsStream``) the next document can be
  /// asked for; after another one the stream has ended.
  ///
  /// - Throws: ``YAMLError``, or what the source throws.
  public func next() throws -> JSONDocument? {
    do {
      while !hasEnded {
        if events == nil {
          if readsPlain, let plain = readPlain() {
            unplainCount = 0
            guard let document = plain.document else { continue }
            return document
          }
          unasked = (1 << min(unplainCount, 10)) - 1
          unplainCount += 1
          libyamlStarts += 1
          events = try EventStream(window)
        }
        if let events, let document = try next(of: events) { return document }
      }
      return nil
    } catch {
      hasEnded = (error as? YAMLError)?.endsStream ?? true
      throw error
    }
  }

  /// Takes what was found on lines before the given one, all of it when none is given.
  public func takeMarks(before line: UInt32 = .max) -> [TextMark] { window.takeMarks(before: line) }

  /// The next document, if it is plain, with what was found in it.
  private func readPlain() -> PlainReader? {
    let reading = window.withPlainDocument { text, isLast in
      var builder = newBuilder()
      builder.reserve(for: text)
      builder.sourceLength = text.count
      builder.linesWeight = window.linesWeight
      let reader = try? PlainReader(
        text, isLast: isLast, line: window.startLine, builder: consume builder)
      return (reader, isLast)
    }
    guard case (let reader?, let isLast)? = reading else { return nil }
    window.passPlainDocument(to: reader.nextLine)
    hasEnded = isLast
    (layout, surprises) = (reader.layout, reader.surprises)
    lastSize = reader.document?.size ?? lastSize
    return reader
  }

  private func newBuilder() -> JSONDocumentBuilder {
    var builder = JSONDocumentBuilder(sizedFor: lastSize, whenLarge: whenLarge)
    builder.noteBeside(textElsewhere)
    return builder
  }

  /// libyaml's next document; nil when it is not there yet, or the stream has ended.
  private func next(of events: EventStream) throws -> JSONDocument? {
    let event = try events.next()
    switch event.pointee.type {
    case YAML_DOCUMENT_START_EVENT:
      layout = DocumentLayout()
      layout.begin(event)
      return try document(of: events, from: Int(event.pointee.start_mark.index))
    case YAML_STREAM_END_EVENT, YAML_NO_EVENT:
      hasEnded = true
      return nil
    default: return nil
    }
  }

  /// Everything up to the end of the document. An error in what the document says is thrown when all of
  /// it has been read, so that the next one can follow; nesting is bounded all the way.
  private func document(of events: EventStream, from start: Int) throws -> JSONDocument? {
    var composer = Composer(builder: newBuilder())
    // Asked for every event: the error itself is too large for that.
    var hasFailed = false
    var failure: YAMLError?
    while true {
      let event = try events.next()
      if event.pointee.type == YAML_DOCUMENT_END_EVENT {
        layout.finish(event)
        let end = Int(event.pointee.start_mark.index)
        if unasked > 0 {
          unasked -= 1
        } else if window.resume(atCharacter: end, line: layout.end.line) {
          self.events = nil
        }
        break
      }
      layout.note(event)
      composer.note(
        sourceLength: Int(event.pointee.end_mark.index) - start, linesWeight: window.linesWeight)
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
    let document = composer.finish()
    lastSize = document?.size ?? lastSize
    return document
  }
}
