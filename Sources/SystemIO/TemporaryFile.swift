import Glibc

/// A file without a name, for what is too much for memory; it is gone when nobody needs it, however the program
/// ends. Threads may share it.
///
/// It lies in the folder that the variable TMPDIR names, or in /tmp, and is made when something is put there.
public final class TemporaryFile: @unchecked Sendable {
  private let folder: String
  private var mutex = pthread_mutex_t()
  private var descriptor: Int32 = -1
  /// No more is put there once something could not be.
  private var isClosed = false
  private var end = 0

  /// The name of such a file in messages.
  private static let name = "<temporary file>"

  /// A file in that folder.
  public init(in folder: String? = nil) {
    let named = folder ?? Environment.variable("TMPDIR") ?? ""
    self.folder = named.isEmpty ? "/tmp" : named
    pthread_mutex_init(&mutex, nil)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    pthread_mutex_destroy(&mutex)
  }

  /// Puts bytes at the end, and returns how many stand before them; nil if it cannot be done.
  public func append(_ bytes: [UInt8]) -> Int? {
    pthread_mutex_lock(&mutex)
    defer { pthread_mutex_unlock(&mutex) }
    if descriptor < 0 && !isClosed { descriptor = Self.create(in: folder) }
    if descriptor < 0 || isClosed || !write(bytes) {
      isClosed = true
      return nil
    }
    defer { end += bytes.count }
    return end
  }

  /// So many bytes, which stand behind so many others.
  public func bytes(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let error = bytes.withUnsafeMutableBytes { buffer -> SystemError? in
      var read = 0
      while read < count {
        let piece = pread(
          descriptor, buffer.baseAddress.map { $0 + read }, count - read, off_t(offset + read))
        if piece < 0 && errno == EINTR { continue }
        if piece <= 0 { return SystemError(file: Self.name, code: piece < 0 ? errno : EIO) }
        read += piece
      }
      return nil
    }
    if let error { throw error }
    return bytes
  }

  private func write(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let piece = pwrite(
          descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written,
          off_t(end + written))
        if piece < 0 && errno == EINTR { continue }
        if piece <= 0 { return false }
        written += piece
      }
      return true
    }
  }

  /// A file that loses its name at once.
  private static func create(in folder: String) -> Int32 {
    var path = Array("\(folder)/meshretry.XXXXXX".utf8CString)
    let descriptor = mkstemp(&path)
    if descriptor >= 0 { unlink(path) }
    return descriptor
  }
}
