import JSON
import MeshRetryCore
import ToolSupport

/// The subjects that operands and options name, with the limits of their routes.
struct ScheduleInput {
  private let tool: MRBackoff
  private let run: ToolRun

  init(_ tool: MRBackoff, _ run: ToolRun) {
    self.tool = tool
    self.run = run
  }

  /// A subject with its limits and the file it was read from.
  struct Item {
    var subject: BackOffSubject
    var settings: RetrySettings
    var limits: RouteLimits
    var file: String?
  }

  /// What the options alone describe, or everything in the input.
  func read() throws -> [Item] {
    let release = try tool.release.explicit()
    guard !tool.operands.files.isEmpty || tool.readsStandardInput else {
      return [fromOptions(release ?? .documented)]
    }
    return try fromDocuments(release)
  }

  private func fromOptions(_ release: Release) -> Item {
    let policy = tool.policy
    let section = policy.section?.section ?? .http
    let subject = BackOffSubject(
      service: nil, protocol: section.rawValue, section: section,
      conf: policy.applied(to: nil, section), release: release)
    var limits = RouteLimits()
    tool.question.apply(to: &limits)
    // A response needs headers to be looked for: those of the documentation, when none are given.
    let documented = tool.question.hasResponse ? RateLimit.documentedHeaders : nil
    return Item(
      subject: subject, settings: settings(subject, orElse: documented), limits: limits, file: nil)
  }

  private func settings(
    _ subject: BackOffSubject, orElse headers: [RateLimit.Header]? = nil
  ) -> RetrySettings {
    let settings = subject.settings
    return settings.with(
      rateLimit: tool.policy.rateLimit(over: settings.rateLimit, orElse: headers))
  }

  private func fromDocuments(_ release: Release?) throws -> [Item] {
    let policy = tool.policy
    var items: [Item] = []
    var policies = RouteLimitPolicies()
    try JSONInput(tool.operands, run).forEach { node, file in
      policies.add(node)
      do {
        for var subject in try BackOffSource.subjects(in: node, release: release) {
          if let wanted = policy.section?.section, subject.section != wanted { continue }
          if let section = subject.section {
            subject.conf = policy.applied(to: subject.conf, section)
          }
          items.append(
            Item(
              subject: subject, settings: settings(subject), limits: RouteLimits(), file: file))
        }
      } catch let error as BackOffSource.FormError {
        let place = SourceLocation(file: file, range: error.node.range)
        try run.reportMalformed(Finding(.wrongType, error.message, at: place))
      }
    }
    if items.isEmpty && run.status == .fine {
      let wanted = policy.section.map { " with a section \($0.rawValue)" } ?? ""
      try run.complain("no MeshRetry, EffectiveMeshRetry or conf\(wanted) in the input", .trouble)
    }
    // The limits come last: their policies may stand behind the schedules in the input.
    for index in items.indices {
      let subject = items[index].subject
      var limits = policies.limits(service: subject.service, mesh: subject.mesh)
      tool.question.apply(to: &limits)
      items[index].limits = limits
    }
    for name in policies.passedOver {
      try run.complain("\(name) selects only some proxies: not taken into account", .fine)
    }
    return items
  }
}
