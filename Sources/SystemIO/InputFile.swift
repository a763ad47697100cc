import Glibc

/// A file, or standard input, read in pieces.
public final class InputFile {
  /// The path as given; `-` is standard input.
  public let path: String
  /// The name for messages.
  public let name: String
  /// Whether all of it can be read whenever that is convenient: so of no pipe, whose writer may wait for another one
  /// to be read first.
  public let isRegularFile: Bool
  private let descriptor: Int32

  /// The name of standard input in messages.
  public static let standardInputName = "<stdin>"

  /// Opens a file; `-` is standard input.
  ///
  /// - Throws: ``SystemError``; a directory is one (EISDIR), not an empty file.
  public init(path: String, name: String? = nil) throws(SystemError) {
    self.path = path
    self.name = name ?? (path == "-" ? Self.standardInputName : path)
    if path == "-" {
      descriptor = 0
    } else {
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
      if descriptor < 0 { throw SystemError(file: self.name) }
    }
    var status = stat()
    let kind = fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
    isRegularFile = kind == S_IFREG
    if kind == S_IFDIR {
      if descriptor != 0 { close(descriptor) }
      throw SystemError(file: self.name, code: EISDIR)
    }
  }

  deinit {
    if descriptor > 0 { close(descriptor) }
  }

  /// Fills the buffer from its start as far as one read goes; returns the bytes read, 0 at the end.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw SystemError(file: name) }
    }
  }

  /// The whole rest of the file.
  public func readAll() throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    defer { piece.deallocate() }
    while true {
      let count = try read(into: piece)
      if count == 0 { return bytes }
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[..<count]))
    }
  }
}
