internal import CLibJQ
import Glibc

/// How the inputs are taken apart.
public struct InputForm: Sendable {
  /// Whether lines are strings, instead of the text being JSON.
  public var isRaw = false
  /// Whether everything becomes one value.
  public var isSlurped = false
  /// Whether the text is a JSON sequence (RFC 7464): an error ends a record, not the run.
  public var isSequence = false
  /// Whether values come as a stream of paths and leaves.
  public var isStreamed = false
  /// Whether, streamed, a parse error is a value too.
  public var streamsErrors = false

  /// JSON texts, one value after another.
  public init() {}

  fileprivate var parserFlags: Int32 {
    var flags = 0
    if isSequence { flags |= JV_PARSE_SEQ }
    if isStreamed || streamsErrors { flags |= JV_PARSE_STREAMING }
    if streamsErrors { flags |= JV_PARSE_STREAM_ERRORS }
    return Int32(flags)
  }
}

/// The inputs' values, one after another, as jq reads them; a NUL byte in JSON is an error.
///
/// The parser is libjq's, fed piece by piece, so that its messages are jq's. The reading is not:
/// libjq's own stops at NUL bytes or takes them for numbers.
public final class InputValues {
  private var pieces: InputPieces
  private let form: InputForm
  /// libjq's parser; nil when input is raw.
  private var parser: OpaquePointer?
  /// Whether the last piece has gone to the parser.
  private var isLast = false
  private var streamGuard = StreamGuard()
  /// An error that comes after the values of the piece just fed.
  private var pendingError: String?
  /// The text that raw input has of an unfinished line, or of everything when slurping.
  private var text: [UInt8] = []
  private var slurped: Slurped
  /// The elements slurped before an error.
  private var collected: JV?
  /// Where the parser has been fed up to, counted from 1.
  private var line = 1
  private var column = 0

  /// Whether lines are read one by one, and the parser, which has no part in that, stands between
  /// values.
  private var readsLines: Bool
  /// The lines that the parser has not seen.
  private var passedLines = 0

  private enum Slurped { case no, collecting, delivered }

  /// The values of these files (`-` is standard input, and so is none).
  ///
  /// - Parameter report: where messages about files that cannot be read go.
  public init(paths: [String], form: InputForm, report: @escaping (String) -> Void) {
    pieces = InputPieces(paths: paths, report: report)
    self.form = form
    slurped = form.isSlurped ? .collecting : .no
    if !form.isRaw { parser = jv_parser_new(form.parserFlags) }
    readsLines = form.parserFlags == 0
  }

  deinit {
    if let parser { jv_parser_free(parser) }
  }

  /// How many files could not be opened or read so far.
  public var failures: Int { pieces.failures }
  /// The name of the file being read, nil between files.
  var fileName: String? { pieces.fileName }
  /// The line feeds read of that file.
  var fileLine: Int { pieces.line }

  /// Where the reading stands, for messages: `file:line`, or `<unknown>` after the last.
  public var position: String { fileName.map { "\($0):\(fileLine)" } ?? "<unknown>" }

  /// The next value; an error is one; nothing at the end.
  public func next() -> JV { form.isRaw ? nextText() : nextParsed() }

  // MARK: JSON

  private func nextParsed() -> JV {
    var collected = self.collected.take() ?? (slurped == .collecting ? JV.array : JV.nothing)
    var reachedEnd = false
    while true {
      if let value = nextLine() {
        if slurped != .collecting { return value }
        collected = collected.appending(value)
        continue
      }
      if jv_parser_remaining(parser) == 0 && pendingError == nil { reachedEnd = feed() }
      var value = JV(adopting: jv_parser_next(parser))
      if !value.isValid && !value.isError, let error = takePendingError() { value = error }
      if value.isError {
        streamGuard.reset()
        if slurped == .collecting { self.collected = consume collected }
        return value
      }
      if value.isValid {
        if slurped != .collecting { return value }
        collected = collected.appending(value)
      }
      let hasMore = slurped == .collecting && jv_parser_remaining(parser) != 0
      if reachedEnd && !hasMore && pendingError == nil { break }
    }
    if slurped == .collecting { slurped = .delivered }
    return collected
  }

  /// The value of the next line, as long as every line has been one value and no more.
  private func nextLine() -> JV? {
    while readsLines, let line = pieces.wholeLine(), let start = line.baseAddress {
      var parser = LineParser(line: start)
      switch parser.parse() {
      case .blank: pass(line)
      case .irregular: readsLines = false
      case .value(let raw, let end):
        let value = JV(adopting: raw)
        if end > InputPieces.lastPiece(of: line) {
          pass(line)
          return value
        }
        readsLines = false
      }
    }
    return nil
  }

  private func pass(_ line: UnsafeBufferPointer<UInt8>) {
    pieces.pass(line)
    self.line += 1
    column = 0
    passedLines += 1
  }

  /// Shows the parser as many lines as have passed it by, for its messages to count them.
  private func countPassedLines() {
    if passedLines == 0 { return }
    let feeds = [CChar](repeating: 10, count: 4096)
    feeds.withUnsafeBufferPointer { feeds in
      while passedLines > 0 {
        let count = min(passedLines, feeds.count)
        jv_parser_set_buf(parser, feeds.baseAddress, Int32(count), 1)
        jv_free(jv_parser_next(parser))
        passedLines -= count
      }
    }
  }

  /// Gives the parser the next piece; true when it is the last.
  private func feed() -> Bool {
    let piece = pieces.next()
    if !piece.bytes.isEmpty {
      readsLines = false
      countPassedLines()
    }
    let bytes = sound(piece.bytes)
    let isWhole = piece.isLast && pendingError == nil
    jv_parser_set_buf(
      parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
      isWhole ? 0 : 1)
    return piece.isLast
  }

  /// The part of the piece that the parser may have; an error for the rest is left pending.
  private func sound(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard let start = bytes.baseAddress else { return bytes }
    var count = bytes.count
    if let found = memchr(start, 0, count) {
      count = UnsafeRawPointer(found) - start
      pendingError = "NUL byte in JSON text"
    }
    let checked = UnsafeRawBufferPointer(rebasing: bytes[..<count])
    if form.parserFlags & Int32(JV_PARSE_STREAMING) != 0,
      let fault = streamGuard.firstFault(in: checked)
    {
      count = fault
      pendingError = StreamGuard.message
    }
    if pendingError != nil {
      column += count + 1
      pendingError? += " at line \(line), column \(column)"
    } else if bytes.last == UInt8(ascii: "\n") {
      line += 1
      column = 0
    } else {
      column += count
    }
    return UnsafeRawBufferPointer(rebasing: bytes[..<count])
  }

  /// The error that was left pending; the parser starts afresh behind it.
  private func takePendingError() -> JV? {
    guard let message = pendingError else { return nil }
    pendingError = nil
    streamGuard.reset()
    jv_parser_free(parser)
    parser = jv_parser_new(form.parserFlags)
    return JV(error: message)
  }

  // MARK: Raw text

  private func nextText() -> JV {
    while true {
      let piece = pieces.next()
      text.append(contentsOf: piece.bytes)
      if slurped != .collecting && text.last == UInt8(ascii: "\n") {
        text.removeLast()
        return takeText()
      }
      if piece.isLast { break }
    }
    if slurped == .collecting {
      slurped = .delivered
      return takeText()
    }
    return text.isEmpty ? .nothing : takeText()
  }

  private func takeText() -> JV {
    defer { text.removeAll(keepingCapacity: true) }
    return JV(utf8: text)
  }
}
