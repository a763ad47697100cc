import Glibc

/// A system call that failed, with the name of the file it was about.
public struct SystemError: Error, Equatable, Sendable {
  /// The file's path, or `<stdin>` and the like.
  public let file: String
  /// The error number of the call.
  public let code: Int32

  /// The failure of the last system call, on that file.
  public init(file: String, code: Int32 = errno) {
    self.file = file
    self.code = code
  }

  /// `file: reason`, the reason in the system's words.
  public var message: String { "\(file): \(String(cString: strerror(code)))" }
}
