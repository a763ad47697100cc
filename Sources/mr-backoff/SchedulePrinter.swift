import JSON
import MeshRetryCore
import ToolSupport

/// Prints schedules in the form asked for, and reports what is to be said about them.
struct SchedulePrinter {
  private let models: [BackOffModel]
  private let format: Format
  private let run: ToolRun
  private var isFirst = true
  /// Documents without what names them: equal settings are worked out once.
  private var bodies: [RetrySettings: [JSONObject.Member]] = [:]

  init(models: [BackOffModel], format: Format, run: ToolRun) {
    self.models = models
    self.format = format
    self.run = run
  }

  mutating func print(_ item: ScheduleInput.Item) throws {
    let settings = item.subject.settings
    switch format {
    case .json: try run.emit(document(item.subject, settings))
    case .table:
      let gap = isFirst ? "" : "\n"
      try run.emit(text: gap + ScheduleTable.text(item.subject, settings, models))
    }
    isFirst = false
    try run.report(settings.remarks.compactMap { finding($0, item) })
  }

  private mutating func document(
    _ subject: BackOffSubject, _ settings: RetrySettings
  ) -> JSONValue {
    let body: [JSONObject.Member]
    if let known = bodies[settings] {
      body = known
    } else {
      body = BackOffDocument.schedules(settings, models: models)
      bodies[settings] = body
    }
    let members: [JSONObject.Member] =
      [
        ("kind", .string(BackOffDocument.kind)), ("version", .integer(BackOffDocument.version)),
        ("service", .optional(subject.service)), ("protocol", .string(subject.protocol)),
      ] + body + [
        ("rateLimited", .null), ("budget", .null),
        ("warnings", .array(settings.remarks.map { .string($0.message) })),
        ("subject", .object(JSONObject(subject.identity))),
      ]
    return .object(JSONObject(members))
  }

  private func finding(_ remark: ScheduleRemark, _ item: ScheduleInput.Item) -> Finding? {
    guard remark.severity != .note else { return nil }
    let node = item.subject.node(of: remark.field)
    let place = node.flatMap { node in
      item.file.map { SourceLocation(file: $0, range: node.range) }
    }
    return Finding(
      remark.severity == .error ? .envoyRefuses : .envoyIgnores, remark.message, at: place,
      path: remark.field)
  }
}
