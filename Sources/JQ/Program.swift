internal import CLibJQ
import Glibc

/// A jq program, compiled once, run on any number of values.
///
/// It belongs to one thread at a time. Its state is libjq's and freed with it.
public final class Program {
  private var state: OpaquePointer?
  private var isCompiled = false
  private var isTraced = false
  private let messages: MessageSink
  private let standardError: MessageSink

  /// Takes the text of one message or value.
  public typealias Report = (UnsafeBufferPointer<UInt8>) -> Void

  /// Where to look for modules, as jq has it.
  public struct Places {
    /// Folders, or paths that begin with `~/` or `$ORIGIN/`.
    public var libraries: [String] = ["~/.jq", "$ORIGIN/../lib/jq", "$ORIGIN/../lib"]
    /// The folder of the executable, `$ORIGIN`.
    public var executable = "."
    /// The folder of the program's file, or the working directory.
    public var program = "."

    /// jq's default places.
    public init() {}
  }

  /// A program's surroundings before it is compiled.
  ///
  /// - Parameter report: takes the compiler's messages, each a line or more without its last line feed.
  public init?(places: Places, report: @escaping Report) {
    messages = MessageSink(report)
    standardError = MessageSink(report)
    state = jq_init()
    guard state != nil else { return nil }
    jq_set_error_cb(
      state, { MessageSink.at($0)?.takeMessage($1) }, Unmanaged.passUnretained(messages).toOpaque())
    // Without all of these, `import` and `include` end the process by an assertion.
    setAttribute("JQ_LIBRARY_PATH", to: Self.list(places.libraries))
    setAttribute("JQ_ORIGIN", to: JV(places.executable))
    setAttribute("PROGRAM_ORIGIN", to: JV(places.program))
    setAttribute("VERSION_DIR", to: JV("1.8"))
  }

  deinit { jq_teardown(&state) }

  private func setAttribute(_ name: String, to value: consuming JV) {
    jq_set_attr(state, JV(name).take(), value.take())
  }

  private static func list(_ paths: [String]) -> JV {
    var list = JV.array
    for path in paths { list = list.appending(JV(path)) }
    return list
  }

  /// Compiles the text; false when it is wrong, which has then been reported.
  ///
  /// - Parameter arguments: an object of the program's variables by name.
  public func compile(_ text: borrowing JV, arguments: borrowing JV) -> Bool {
    if let repaired = Repairs.applied(to: text) {
      let report = messages.report
      messages.report = { _ in }
      isCompiled = jq_compile_args(state, jv_string_value(repaired.raw), arguments.lent()) != 0
      messages.report = report
      if isCompiled { return true }
    }
    isCompiled = jq_compile_args(state, jv_string_value(text.raw), arguments.lent()) != 0
    return isCompiled
  }

  /// Prints the compiled program on C's standard output, for those who debug libjq.
  public func dumpDisassembly() {
    guard isCompiled else { return }
    jq_dump_disassembly(state, 0)
    putchar(10)
    fflush(nil)
  }

  /// Where the builtins `input`, `debug` and `stderr` go.
  ///
  /// libjq 1.6 writes `stderr`'s values to the process's standard error by itself.
  public func connect(
    inputs: InputValues, debug: @escaping Report, layout: Layout
  ) {
    inputs.attach(to: state)
    messages.report = debug
    messages.layout = layout.compact
    jq_set_debug_cb(
      state, { MessageSink.at($0)?.takeDebug($1) }, Unmanaged.passUnretained(messages).toOpaque())
    standardError.report = debug
    LibJQ.setStandardErrorCallback?(
      state, { MessageSink.at($0)?.takeStandardError($1) },
      Unmanaged.passUnretained(standardError).toOpaque())
  }

  /// How much libjq prints about each step.
  public enum Trace: Int32, Sendable {
    case none = 0
    case steps = 1
    case all = 3
  }

  /// Starts the program on a value; a program that did not compile has no results.
  public func start(_ value: consuming JV, trace: Trace = .none) {
    guard isCompiled else { return }
    isTraced = trace != .none
    jq_start(state, value.take(), trace.rawValue)
  }

  /// The next result; an error that the program did not catch; nothing at the end.
  public func next() -> JV {
    guard isCompiled else { return .nothing }
    let result = JV(adopting: jq_next(state))
    // The trace went to C's standard output, and comes before the result.
    if isTraced { fflush(nil) }
    return result
  }

  /// Whether the last run called `halt` or `halt_error`.
  public var isHalted: Bool { jq_halted(state) != 0 }

  /// How the program asked to end, if it did.
  public enum Halt: ~Copyable {
    case running
    case halted(status: JV, message: JV)
  }

  /// Whether the last run called `halt` or `halt_error`, and with what.
  public var halt: Halt {
    guard isHalted else { return .running }
    return .halted(
      status: JV(adopting: jq_get_exit_code(state)),
      message: JV(adopting: jq_get_error_message(state)))
  }
}

/// What a callback of libjq writes to; it outlives the state that points to it.
private final class MessageSink {
  var report: Program.Report
  var layout = Layout().compact

  init(_ report: @escaping Program.Report) { self.report = report }

  static func at(_ data: UnsafeMutableRawPointer?) -> MessageSink? {
    data.map { Unmanaged<MessageSink>.fromOpaque($0).takeUnretainedValue() }
  }

  /// A message of the compiler, with a line feed.
  func takeMessage(_ message: jv) {
    let text = JV(adopting: jq_format_error(message))
    var buffer = ByteBuffer()
    _ = text.withUTF8 { buffer.append($0) }
    buffer.append("\n")
    report(buffer.bytes)
  }

  /// A value of `debug`, in the layout of the output but on one line.
  func takeDebug(_ value: jv) {
    var writer = ValueWriter(layout)
    writer.write(JV.array.appending(JV("DEBUG:")).appending(JV(adopting: value)))
    writer.buffer.append("\n")
    report(writer.buffer.bytes)
  }

  /// A value of `stderr`: a string as it is, any other compact.
  func takeStandardError(_ value: jv) {
    let value = JV(adopting: value)
    if value.withUTF8({ report($0) }) != nil { return }
    var writer = ValueWriter(Layout().compact)
    writer.write(value)
    report(writer.buffer.bytes)
  }
}
