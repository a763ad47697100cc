import Glibc

/// A file or a standard stream, written through a buffer, every write checked.
///
/// A named file appears under its name only when ``finish()`` succeeds: it is written beside it and
/// renamed, so that a reader never sees half of it. A closed pipe ends the program quietly, as it ends
/// `cat`: by SIGPIPE.
public final class OutputFile {
  private let name: String
  private let descriptor: Int32
  private let replacement: (temporary: String, path: String)?
  private var buffer: [UInt8] = []
  /// The write that failed: what is missing then must not come to stand for the whole.
  private var failure: SystemError?
  private static let capacity = 64 * 1024

  /// Standard output.
  public static func standardOutput() -> OutputFile {
    OutputFile(descriptor: 1, name: "<stdout>")
  }

  /// Standard error.
  public static func standardError() -> OutputFile {
    OutputFile(descriptor: 2, name: "<stderr>")
  }

  private init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
    replacement = nil
  }

  /// A file to create or replace; `-` is standard output. What is no regular file is written in place.
  public init(path: String) throws(SystemError) {
    name = path == "-" ? "<stdout>" : path
    if path == "-" {
      (descriptor, replacement) = (1, nil)
      return
    }
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG {
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
      replacement = nil
    } else {
      let target = Self.resolved(path)
      let mode = exists ? status.st_mode & 0o777 : 0o666
      let temporary: String
      (descriptor, temporary) = Self.createBeside(target, mode)
      replacement = (temporary, target)
    }
    if descriptor < 0 { throw SystemError(file: path) }
  }

  /// A new file beside one. A killed run may have left a file of the first name: in containers process
  /// numbers repeat.
  private static func createBeside(_ path: String, _ mode: mode_t) -> (Int32, name: String) {
    var name = "\(path).\(getpid()).tmp"
    for attempt in 1...1000 {
      let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      if descriptor >= 0 || errno != EEXIST { return (descriptor, name) }
      name = "\(path).\(getpid()).\(attempt).tmp"
    }
    return (-1, name)
  }

  deinit {
    guard descriptor > 2 else { return }
    close(descriptor)
    if let replacement { unlink(replacement.temporary) }
  }

  /// Whether this is a terminal.
  public var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Adds bytes; they are out at the latest after ``flush()``.
  public func write(_ bytes: some Collection<UInt8>) throws(SystemError) {
    // What is long is not copied.
    if bytes.count >= Self.capacity {
      try flush()
      let outcome = bytes.withContiguousStorageIfAvailable { bytes in
        Result { () throws(SystemError) in try put(UnsafeRawBufferPointer(bytes)) }
      }
      if let outcome { return try outcome.get() }
    }
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.capacity { try flush() }
  }

  /// Adds a text.
  public func write(_ text: String) throws(SystemError) { try write(text.utf8) }

  /// Writes out what is in the buffer.
  public func flush() throws(SystemError) {
    defer { buffer.removeAll(keepingCapacity: true) }
    let outcome = buffer.withUnsafeBytes { bytes in
      Result { () throws(SystemError) in try put(bytes) }
    }
    try outcome.get()
  }

  /// Writes bytes as often as it takes. After a write that failed, every one fails.
  private func put(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    if let failure { throw failure }
    var written = 0
    while written < bytes.count {
      let count = Glibc.write(
        descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EPIPE { Self.dieOfBrokenPipe() }
        let error = SystemError(file: name)
        failure = error
        throw error
      }
      written += count
    }
  }

  /// Writes out the rest and puts a named file in its place.
  public func finish() throws(SystemError) {
    try flush()
    guard let replacement else { return }
    if fsync(descriptor) != 0 || rename(replacement.temporary, replacement.path) != 0 {
      throw SystemError(file: name)
    }
  }

  /// The path behind symbolic links, also where the last one leads to nothing yet: replacing a link must
  /// not turn it into a file.
  private static func resolved(_ path: String) -> String {
    var path = path
    for _ in 0..<40 {
      var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let length = target.withUnsafeMutableBytes { bytes -> Int in
        guard let start = bytes.baseAddress else { return -1 }
        return readlink(path, start.assumingMemoryBound(to: CChar.self), bytes.count)
      }
      guard length > 0 else { return path }
      let text = String(decoding: target[..<length], as: UTF8.self)
      let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
      path = text.hasPrefix("/") ? text : folder + text
    }
    return path
  }

  private static func dieOfBrokenPipe() -> Never {
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
    exit(2)
  }
}
