import JSON
import MeshRetryCore
import ToolSupport

/// Something that comes of reading a file; in order they are the tool's output.
enum ParseEvent: Sendable {
  /// Lines for standard output.
  case text([UInt8])
  /// Findings about a document.
  case findings([Finding])
  /// A text that cannot be read.
  case malformed(Finding)
  /// A file that cannot be read.
  case unreadable(String)
  /// A resource that was looked at.
  case looked(ResourceName, file: String)

  /// Puts it out.
  func deliver(to run: ToolRun) throws {
    switch self {
    case .text(let bytes): try run.emit(bytes: bytes)
    case .findings(let findings): try run.report(findings)
    case .malformed(let finding): try run.reportMalformed(finding)
    case .unreadable(let message): try run.complain(message, .trouble)
    case .looked(let name, let file): run.looked(at: name, in: file)
    }
  }
}
