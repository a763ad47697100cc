import CLibYAML
import JSON

/// libyaml's events, one after another. The one place that owns libyaml's memory.
///
/// An event is valid until the next one is asked for. Parser and event have fixed addresses: libyaml's
/// parser points into itself.
final class EventStream {
  private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
  private let event = UnsafeMutablePointer<yaml_event_t>.allocate(capacity: 1)
  private var hasEvent = false
  private let window: TextWindow

  /// The events of what the window gives from its start on.
  ///
  /// - Throws: ``YAMLError`` when libyaml has no memory.
  init(_ window: TextWindow) throws {
    self.window = window
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      event.deallocate()
      throw YAMLError(reason: .syntax("out of memory"), position: .start)
    }
    let handler:
      @convention(c) (
        UnsafeMutableRawPointer?, UnsafeMutablePointer<UInt8>?, Int, UnsafeMutablePointer<Int>?
      ) -> Int32 = { context, buffer, size, count in
        guard let context, let buffer, let count else { return 0 }
        let window = Unmanaged<TextWindow>.fromOpaque(context).takeUnretainedValue()
        count.pointee = window.give(into: .init(start: buffer, count: size))
        return window.failure == nil ? 1 : 0
      }
    yaml_parser_set_input(parser, handler, Unmanaged.passUnretained(window).toOpaque())
    // So that it counts from the start of the stream, not of the window.
    parser.pointee.mark.line = Int(window.startLine) - 1
    parser.pointee.offset = window.start
  }

  deinit {
    if hasEvent { yaml_event_delete(event) }
    yaml_parser_delete(parser)
    event.deallocate()
    parser.deallocate()
  }

  /// The next event.
  ///
  /// - Throws: ``YAMLError``, or what the source throws.
  func next() throws -> UnsafePointer<yaml_event_t> {
    if hasEvent {
      yaml_event_delete(event)
      hasEvent = false
    }
    guard yaml_parser_parse(parser, event) == 1 else { throw problem() }
    hasEvent = true
    window.noteEvent()
    return UnsafePointer(event)
  }

  private func problem() -> any Error {
    if let failure = window.failure { return failure }
    let text = parser.pointee.problem.map { String(cString: $0) } ?? "cannot be parsed"
    if parser.pointee.error == YAML_READER_ERROR {
      // Reader errors come with an offset and the offending value, without a mark.
      let value = parser.pointee.problem_value
      let detail = value >= 0 ? " (0x\(String(value, radix: 16, uppercase: true)))" : ""
      return YAMLError(
        reason: .syntax(text + detail),
        position: window.position(ofOffset: parser.pointee.problem_offset))
    }
    let context = parser.pointee.context.map {
      YAMLError.Context(
        text: String(cString: $0), position: Position(parser.pointee.context_mark))
    }
    return YAMLError(
      reason: .syntax(text), position: Position(parser.pointee.problem_mark), context: context)
  }
}

extension Position {
  /// libyaml counts from 0, in Unicode scalars.
  init(_ mark: yaml_mark_t) {
    self.init(
      line: UInt32(clamping: mark.line) &+ 1, column: UInt32(clamping: mark.column) &+ 1)
  }
}

extension TextRange {
  init(_ event: UnsafePointer<yaml_event_t>) {
    self.init(
      start: Position(event.pointee.start_mark), end: Position(event.pointee.end_mark))
  }
}
