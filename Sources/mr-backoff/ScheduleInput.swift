import JSON
import MeshRetryCore
import ToolSupport

/// The subjects that operands and options name.
struct ScheduleInput {
  private let tool: MRBackoff
  private let run: ToolRun

  init(_ tool: MRBackoff, _ run: ToolRun) {
    self.tool = tool
    self.run = run
  }

  /// A subject with the file it was read from.
  struct Item {
    var subject: BackOffSubject
    var file: String?
  }

  func subjects() throws -> [Item] {
    let release = try tool.release.explicit()
    let policy = tool.policy
    guard !tool.operands.files.isEmpty || tool.readsStandardInput else {
      let section = policy.section?.section ?? .http
      let subject = BackOffSubject(
        service: nil, protocol: section.rawValue, section: section,
        conf: policy.applied(to: nil, section), release: release ?? .documented)
      return [Item(subject: subject, file: nil)]
    }
    var items: [Item] = []
    try JSONInput(tool.operands, run).forEach { node, file in
      do {
        for var subject in try BackOffSource.subjects(in: node, release: release) {
          if let wanted = policy.section?.section, subject.section != wanted { continue }
          if let section = subject.section {
            subject.conf = policy.applied(to: subject.conf, section)
          }
          items.append(Item(subject: subject, file: file))
        }
      } catch let error as BackOffSource.FormError {
        let place = SourceLocation(file: file, range: error.node.range)
        try run.reportMalformed(Finding(.wrongType, error.message, at: place))
      }
    }
    if items.isEmpty && run.status == .fine {
      try run.complain("no MeshRetry, EffectiveMeshRetry or conf in the input", .trouble)
    }
    return items
  }
}
