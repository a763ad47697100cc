import JSON

/// Documents one after another, with how each stands in its file.
public protocol DocumentParser: AnyObject {
  /// The next document; nil at the end.
  func next() throws -> JSONDocument?
  /// How the last document stands in its file.
  var layout: DocumentLayout { get }
  /// The scalars of the last document that YAML 1.1 reads as something else than they say.
  var surprises: BoundedList<ScalarSurprise> { get }
  /// Takes what was found on lines before the given one.
  func takeMarks(before line: UInt32) -> [TextMark]
}

extension YAMLParser: DocumentParser {}

/// Reads a text as Kuma or kubectl does, who cut it into parts before they parse them. The whole text is in
/// memory.
public final class SplitParser: DocumentParser {
  /// Where the last document stands, as far as it is known.
  public private(set) var layout = DocumentLayout()
  /// The scalars of the last document that YAML 1.1 reads as something else than they say.
  public private(set) var surprises = BoundedList<ScalarSurprise>()

  private let whenLarge: (@Sendable () -> Void)?
  private var lines: LineScanner
  private var parts: Parts

  /// What is still to come.
  private enum Parts {
    case kuma([TextPart])
    case json(JSONParser, text: [UInt8], count: Int, consumed: Position, goesOnWithYAML: Bool)
    case kubernetes(KubernetesSplitter)
    case ended
  }

  /// A parser of all that a source gives, cut by that splitter.
  ///
  /// - Parameter whenLarge: called when the text, or a document, takes more than ``JSONDocument/large``: reading
  ///   goes on when it returns.
  /// - Throws: what the source throws.
  public init(
    _ source: any ByteSource, by splitter: DocumentSplitter,
    whenLarge: (@Sendable () -> Void)? = nil
  ) throws {
    self.whenLarge = whenLarge
    var source = source
    var text: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    defer { buffer.deallocate() }
    while case let count = try source.read(into: buffer), count > 0 {
      let isLarge = text.count > JSONDocument.large
      text.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      if !isLarge && text.count > JSONDocument.large { whenLarge?() }
    }
    var lines = LineScanner()
    text.withUnsafeBufferPointer { lines.scan($0) }
    lines.finish()
    self.lines = lines
    switch splitter {
    case .yaml: parts = .kuma([TextPart(bytes: text[...], start: .start)])
    case .kuma(let dropsCommentLine):
      parts = .kuma(KumaSplitter.parts(text, dropsCommentLine: dropsCommentLine).reversed())
    case .kubernetes(let goesOnWithYAML):
      // Like apimachinery: JSON is what begins with a brace.
      let first = text.first { $0 != 0x20 && !(0x09...0x0D).contains($0) }
      parts =
        first == UInt8(ascii: "{")
        ? .json(
          JSONParser(ByteBuffer(text)), text: text, count: 0, consumed: .start,
          goesOnWithYAML: goesOnWithYAML)
        : .kubernetes(KubernetesSplitter(text, from: 0))
    }
  }

  /// Takes what was found on lines before the given one.
  public func takeMarks(before line: UInt32) -> [TextMark] { lines.takeMarks(before: line) }

  /// The next document; nil at the end. After an error the next part can be asked for; kubectl's reading
  /// has ended then.
  ///
  /// - Throws: ``YAMLError``.
  public func next() throws -> JSONDocument? {
    while true {
      switch parts {
      case .ended: return nil
      case .kuma(var rest):
        // Taken out before it is changed: a second owner would have it copied.
        parts = .ended
        guard let part = rest.popLast() else { return nil }
        parts = .kuma(rest)
        return try parse(part)
      case .json(let parser, let text, let count, let consumed, let goesOnWithYAML):
        do {
          guard let document = try parser.next() else {
            parts = .ended
            return nil
          }
          parts = .json(
            parser, text: text, count: count + 1, consumed: document.root.range.end,
            goesOnWithYAML: goesOnWithYAML)
          note(document)
          return document
        } catch let error as JSONSyntaxError {
          guard goesOnWithYAML, count <= 1 else {
            parts = .ended
            throw YAMLError(reason: .syntax(error.message), position: error.position)
          }
          var locator = PlaceLocator(text)
          parts = .kubernetes(KubernetesSplitter(text, from: locator.offset(of: consumed)))
        }
      case .kubernetes(var splitter):
        parts = .ended
        guard let part = try splitter.next() else { return nil }
        let document = try parse(part)
        parts = .kubernetes(splitter)
        if let document, !document.root.isNull { return document }
      }
    }
  }

  /// The first document of a part, whatever follows it.
  private func parse(_ part: TextPart) throws -> JSONDocument? {
    let parser = YAMLParser(ByteBuffer(part.bytes))
    // It stands in the whole text, and may be a copy beside that.
    parser.textElsewhere = 2 * part.bytes.count
    parser.whenLarge = whenLarge
    surprises = BoundedList()
    do {
      let document = try parser.next() ?? JSONDocument.null
      let moved = document.moved(to: part.start)
      surprises = parser.surprises.map { surprise in
        var surprise = surprise
        surprise.range = surprise.range.moved(to: part.start)
        return surprise
      }
      note(moved)
      return moved
    } catch let error as YAMLError {
      throw error.moved(to: part.start)
    }
  }

  private func note(_ document: JSONDocument) {
    layout = DocumentLayout()
    layout.rootStart = document.root.range.start
    layout.start = layout.rootStart
    layout.end = Position(line: document.root.range.end.line &+ 1, column: 1)
  }
}
