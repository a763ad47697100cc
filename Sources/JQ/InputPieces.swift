import Glibc
import SystemIO

/// The inputs' bytes, file after file without a separator, cut as jq cuts them: a piece ends after a
/// line feed, after 4,095 bytes, or with its file.
///
/// The cuts show: input_line_number counts the pieces that end in a line feed, and after a parse error
/// the rest of the piece is thrown away.
struct InputPieces: ~Copyable {
  /// Names of files; `-` is standard input.
  private let paths: [String]
  private var nextPath = 0
  private var file: InputFile?
  /// Whether the last attempt to read met the end of the file, or failed with that error number.
  private var isAtEnd = false
  private var readError: Int32?

  private let buffer: UnsafeMutablePointer<UInt8>
  private var start = 0
  private var end = 0

  /// How many files could not be opened or read.
  private(set) var failures = 0
  /// The name of the file being read, for input_filename; nil between files.
  private(set) var fileName: String?
  /// The line feeds read of that file.
  private(set) var line = 0
  /// Where messages about unreadable files go.
  private let report: (String) -> Void

  /// No piece is longer.
  private static let longestPiece = 4095
  /// What one read may bring: many pieces.
  private static let capacity = 128 * 1024

  init(paths: [String], report: @escaping (String) -> Void) {
    self.paths = paths.isEmpty ? ["-"] : paths
    self.report = report
    buffer = .allocate(capacity: Self.capacity)
  }

  deinit { buffer.deallocate() }

  /// A piece: the bytes, good until the next piece is read, and whether it is surely the last of all.
  struct Piece {
    let bytes: UnsafeRawBufferPointer
    let isLast: Bool
  }

  /// Reads the next piece; an empty one that is not the last only means that a file has ended.
  mutating func next() -> Piece {
    if fileIsDone {
      closeFile()
      openNextFile()
    }
    let bytes = file == nil ? UnsafeRawBufferPointer(start: buffer, count: 0) : readPiece()
    if bytes.last == UInt8(ascii: "\n") { line += 1 }
    return Piece(bytes: bytes, isLast: nextPath == paths.count && fileIsDone)
  }

  private var fileIsDone: Bool { file == nil || readError != nil || (isAtEnd && start == end) }

  /// The next line with its line feed, if it is there as a whole; it stays to be read until ``pass(_:)``.
  mutating func wholeLine() -> UnsafeBufferPointer<UInt8>? {
    var searched = start
    while true {
      while fileIsDone && nextPath < paths.count {
        closeFile()
        openNextFile()
        searched = start
      }
      if fileIsDone { return nil }
      if let found = memchr(buffer + searched, 10, end - searched) {
        let count = UnsafeRawPointer(found) - UnsafeRawPointer(buffer + start) + 1
        return UnsafeBufferPointer(start: buffer + start, count: count)
      }
      let available = end - start
      if isAtEnd || available == Self.capacity { return nil }
      _ = readMore()
      searched = start + available
    }
  }

  /// Passes a line that has been read as a whole.
  mutating func pass(_ line: UnsafeBufferPointer<UInt8>) {
    start += line.count
    self.line += 1
  }

  /// Where the last piece of such a line begins.
  static func lastPiece(of line: UnsafeBufferPointer<UInt8>) -> Int {
    (line.count - 1) / longestPiece * longestPiece
  }

  private mutating func closeFile() {
    if let readError { report("Input error: \(String(cString: strerror(readError)))") }
    if file != nil {
      fileName = nil
      line = 0
    }
    file = nil
  }

  private mutating func openNextFile() {
    guard nextPath < paths.count else { return }
    let path = paths[nextPath]
    nextPath += 1
    isAtEnd = false
    readError = nil
    start = 0
    end = 0
    line = 0
    fileName = path == "-" ? InputFile.standardInputName : path
    do {
      file = try InputFile(path: path)
    } catch {
      failures += 1
      if error.code == EISDIR {
        // jq opens a directory, fails to read it, and says so only when another file follows.
        if nextPath < paths.count { report("Input error: \(reason(error))") }
      } else {
        report("mr-query: error: Could not open file \(path): \(reason(error))")
      }
    }
  }

  private func reason(_ error: SystemError) -> String { String(cString: strerror(error.code)) }

  private mutating func readPiece() -> UnsafeRawBufferPointer {
    var searched = start
    while true {
      let limit = min(end, start + Self.longestPiece)
      if let found = memchr(buffer + searched, 10, limit - searched) {
        return take(upTo: UnsafeRawPointer(found) - UnsafeRawPointer(buffer) + 1)
      }
      if limit - start == Self.longestPiece { return take(upTo: limit) }
      let available = end - start
      if isAtEnd { return take(upTo: end) }
      guard readMore() else { return readError == nil ? take(upTo: end) : take(upTo: start) }
      searched = start + available
    }
  }

  private mutating func take(upTo position: Int) -> UnsafeRawBufferPointer {
    defer { start = position }
    return UnsafeRawBufferPointer(start: buffer + start, count: position - start)
  }

  /// Reads on behind what is there; false at the end of the file and when reading fails.
  private mutating func readMore() -> Bool {
    if start > 0 {
      memmove(buffer, buffer + start, end - start)
      end -= start
      start = 0
    }
    do {
      let space = UnsafeMutableRawBufferPointer(start: buffer + end, count: Self.capacity - end)
      let count = try file?.read(into: space) ?? 0
      end += count
      isAtEnd = count == 0
    } catch {
      readError = error.code
      failures += 1
    }
    return !isAtEnd && readError == nil
  }
}
