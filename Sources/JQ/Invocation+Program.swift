internal import CLibJQ
import Glibc

/// A program that cannot be had.
public enum ProgramError: Error, Equatable, Sendable {
  case unreadable(reason: String)
  case containsNUL

  /// jq's words.
  public var message: String {
    switch self {
    case .unreadable(let reason): reason
    case .containsNUL: "program file contains NUL bytes"
    }
  }
}

extension Invocation {
  /// The program's text. Without one it is `.`, unless a user sits before both ends: then nil.
  public func programText(isInteractive: Bool) throws(ProgramError) -> JV? {
    guard let program else { return isProgramFile || isInteractive ? nil : JV(".") }
    guard isProgramFile else { return program.value }
    let text = JV.text(ofFile: program)
    guard let hasNUL = text.withUTF8({ $0.contains(0) }) else {
      throw .unreadable(reason: text.errorMessage().string ?? "")
    }
    if hasNUL { throw .containsNUL }
    return text
  }

  /// The folder of the program's file, or the working directory, without links.
  public var programFolder: String {
    let folder = isProgramFile ? program.map { Path.folder($0.text) } ?? "." : "."
    return Path.real(folder)
  }

  /// Decides whether results are coloured: as asked, else on a terminal.
  public mutating func decideColors(isTerminal: Bool, environmentForbids: Bool) {
    layout.isColored = colors ?? (isTerminal && !environmentForbids)
  }
}

/// Names of files.
enum Path {
  /// What stands before the last `/`, as dirname(1) has it.
  static func folder(_ path: String) -> String {
    guard let copy = strdup(path) else { return "." }
    defer { free(copy) }
    return dirname(copy).map { String(cString: $0) } ?? "."
  }

  /// The path without links and dots; as it is when there is no such file.
  static func real(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}

/// This program's file.
public enum Executable {
  /// Its folder, `$ORIGIN` in module paths: of the path it was called by, or if that was a bare name,
  /// of the file that the system runs.
  public static var folder: String {
    let called = CommandLine.unsafeArgv[0].map { String(cString: $0) } ?? ""
    if called.utf8.contains(UInt8(ascii: "/")) { return Path.folder(called) }
    return Path.folder(Path.real("/proc/self/exe"))
  }
}
