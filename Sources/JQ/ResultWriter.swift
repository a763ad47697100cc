import SystemIO

/// Writes results one after another, each with what goes before and after it.
struct ResultWriter: ~Copyable {
  private var values: ValueWriter
  private let output: OutputFile
  private let isRaw: Bool
  private let isJoined: Bool
  private let isNULTerminated: Bool
  private let isSequence: Bool
  private let isYAML: Bool
  private let writesAtOnce: Bool
  private var isFirst = true

  /// As much is gathered before it is written.
  private static let capacity = 64 * 1024

  init(_ invocation: borrowing Invocation, output: OutputFile) {
    values = ValueWriter(invocation.layout)
    self.output = output
    isRaw = invocation.isRawOutput
    isJoined = invocation.isJoined
    isNULTerminated = invocation.isNULTerminated
    isSequence = invocation.inputForm.isSequence
    isYAML = invocation.isYAML
    writesAtOnce = invocation.isUnbuffered || output.isTerminal
  }

  /// Writes a result.
  mutating func write(_ value: borrowing JV) throws(SystemError) {
    if isRaw && value.kind == .string {
      writeRaw(value)
    } else {
      if isSequence { values.buffer.append(0x1E) }
      if isYAML { writeDocument(value) } else { values.write(value) }
    }
    if !isJoined { values.buffer.append(UInt8(ascii: "\n")) }
    if isNULTerminated { values.buffer.append(0) }
    if writesAtOnce || values.buffer.count >= Self.capacity { try flush() }
  }

  private mutating func writeRaw(_ string: borrowing JV) {
    if values.layout.isASCII {
      values.writeString(string.raw)
    } else {
      values.buffer.append(string.raw.utf8)
    }
  }

  private mutating func writeDocument(_ value: borrowing JV) {
    if !isFirst { values.buffer.append("---\n") }
    isFirst = false
    values.writeYAML(value)
  }

  /// Writes out what has been gathered.
  mutating func flush() throws(SystemError) {
    try output.write(values.buffer.bytes)
    values.buffer.removeAll()
    try output.flush()
  }

  /// Writes out the rest.
  mutating func finish() throws(SystemError) {
    try flush()
    try output.finish()
  }
}

/// Standard error: messages are out as soon as they are written.
public final class MessageOutput {
  /// What messages begin with.
  public static let programName = "mr-query"

  private let file: OutputFile

  /// Messages to that file.
  public init(_ file: OutputFile) { self.file = file }

  /// Writes bytes; that standard error cannot be written is nothing one could say.
  public func write(_ bytes: some Collection<UInt8>) {
    try? file.write(bytes)
    try? file.flush()
  }

  /// Writes a text.
  public func write(_ text: String) { write(text.utf8) }

  /// Writes one of libjq's messages, which begin with `jq: `, under this program's name.
  public func writeLibraryMessage(_ message: UnsafeBufferPointer<UInt8>) {
    let name = "jq: "
    if message.starts(with: name.utf8) {
      write(Array("\(Self.programName): ".utf8) + message.dropFirst(name.utf8.count))
    } else {
      write(message)
    }
  }
}
