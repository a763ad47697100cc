import JSON
import MeshRetryCore
import ToolSupport

/// The subjects that operands and options name, with the limits of their routes.
///
/// A policy with limits may stand behind the schedules that it limits, so that all input is read before
/// the first schedule is handed over. What is kept of an entry until then is small: no document, no conf.
struct ScheduleInput {
  private let tool: MRBackoff
  private let run: ToolRun

  init(_ tool: MRBackoff, _ run: ToolRun) {
    self.tool = tool
    self.run = run
  }

  /// A subject with what Envoy works with, and where that was read.
  struct Item {
    var subject: BackOffSubject
    var settings: RetrySettings
    var file: String?
    var places: ConfPlaces?
  }

  /// Calls the body with what the options alone describe, or with everything in the input.
  func forEach(_ body: (Item, RouteLimits) throws -> Void) throws {
    let release = try tool.release.explicit()
    guard !tool.operands.files.isEmpty || tool.readsStandardInput else {
      return try body(fromOptions(release ?? .documented), limits())
    }
    var policies = RouteLimitPolicies()
    for item in try fromDocuments(release, &policies) {
      try body(
        item, limits(policies.limits(service: item.subject.service, mesh: item.subject.mesh)))
    }
  }

  private func fromOptions(_ release: Release) -> Item {
    let policy = tool.policy
    let section = policy.section?.section ?? .http
    let subject = BackOffSubject(service: nil, protocol: section.rawValue, release: release)
    let conf = policy.applied(to: nil, section)
    // A response needs headers to be looked for: those of the documentation, when none are given.
    let documented = tool.question.hasResponse ? RateLimit.documentedHeaders : nil
    return item(BackOffSource.Entry(subject, section: section, conf: conf), orElse: documented)
  }

  private func fromDocuments(
    _ release: Release?, _ policies: inout RouteLimitPolicies
  ) throws -> [Item] {
    let policy = tool.policy
    var items: [Item] = []
    try JSONInput(tool.operands, run).forEach { node, file in
      policies.add(node)
      do {
        for var entry in try BackOffSource.entries(in: node, release: release) {
          if let wanted = policy.section?.section, entry.section != wanted { continue }
          if let section = entry.section {
            entry.conf = policy.applied(to: entry.conf, section)
          }
          items.append(item(entry, in: file))
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
    for name in policies.passedOver {
      try run.complain("\(name) selects only some proxies: not taken into account", .fine)
    }
    return items
  }

  /// What is kept of an entry.
  private func item(
    _ entry: BackOffSource.Entry, in file: String? = nil,
    orElse headers: [RateLimit.Header]? = nil
  ) -> Item {
    let settings = entry.settings
    return Item(
      subject: entry.subject,
      settings: settings.with(
        rateLimit: tool.policy.rateLimit(over: settings.rateLimit, orElse: headers)),
      file: file, places: entry.places)
  }

  /// The limits with what options say.
  private func limits(_ given: RouteLimits = RouteLimits()) -> RouteLimits {
    var limits = given
    tool.question.apply(to: &limits)
    return limits
  }
}
