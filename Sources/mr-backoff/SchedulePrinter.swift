import JSON
import MeshRetryCore
import ToolSupport

/// Prints schedules in the form asked for, and reports what is to be said about them.
struct SchedulePrinter {
  private let question: BackOffQuestion
  private let format: Format
  private let run: ToolRun
  private var isFirst = true
  /// Equal settings under equal limits are worked out once, as long as they are few.
  private var known: [Key: Answer] = [:]
  private var figures: [ScheduleFigure] = []

  private struct Key: Hashable {
    var settings: RetrySettings
    var limits: RouteLimits
  }

  private struct Answer {
    var remarks: [ScheduleRemark]
    var form: Form

    enum Form {
      /// The members that the report makes of a document: compact text, with a comma on either side.
      case text(String)
      /// The same members, for a document that is laid out.
      case members([JSONObject.Member])
      /// What forms other than JSON are made from.
      case report(BackOffReport)

      /// How many answers of its kind are kept: texts take about 5 KiB, reports 40.
      var mostKnown: Int {
        switch self {
        case .text: 1024
        case .members, .report: 128
        }
      }
    }
  }

  init(_ question: BackOffQuestion, format: Format, run: ToolRun) {
    self.question = question
    self.format = format
    self.run = run
  }

  mutating func print(_ item: ScheduleInput.Item, _ limits: RouteLimits) throws {
    let subject = item.subject
    let answer = answer(item.settings, limits)
    switch answer.form {
    case .text(let text):
      try run.emit(text: "{\(Self.text(BackOffDocument.head(subject)))")
      try run.emit(text: text)
      try run.emit(text: "\(Self.text(BackOffDocument.tail(subject)))}\n")
    case .members(let members):
      try run.emit(
        .object(
          JSONObject(BackOffDocument.head(subject) + members + BackOffDocument.tail(subject))))
    case .report(let report):
      try emit(report, subject)
    }
    isFirst = false
    try run.report(answer.remarks.map { finding($0, item) })
  }

  /// Writes what can only be written at the end.
  mutating func finish() throws {
    if format == .svg && !figures.isEmpty { try run.emit(text: ScheduleFigure.document(figures)) }
  }

  private mutating func emit(_ report: BackOffReport, _ subject: BackOffSubject) throws {
    let gap = isFirst ? "" : "\n"
    switch format {
    case .json: break
    case .table: try run.emit(text: gap + ScheduleTable.text(subject, report))
    case .chart: try run.emit(text: gap + ScheduleChart.text(subject, report))
    case .csv:
      if isFirst { try run.emit(text: ScheduleCSV.header) }
      try run.emit(text: ScheduleCSV.rows(subject, report))
    case .svg:
      figures.append(ScheduleFigure(subject, report))
    }
  }

  private mutating func answer(_ settings: RetrySettings, _ limits: RouteLimits) -> Answer {
    let key = Key(settings: settings, limits: limits)
    if let answer = known[key] { return answer }
    let report = BackOffReport(settings, limits, question)
    let answer = Answer(remarks: report.remarks, form: form(of: report))
    // Settings that are all different would fill the memory, and be of no use to each other.
    if known.count >= answer.form.mostKnown { known.removeAll() }
    known[key] = answer
    return answer
  }

  private func form(of report: BackOffReport) -> Answer.Form {
    guard format == .json else { return .report(report) }
    let members = BackOffDocument.body(report)
    return run.isCompact ? .text(",\(Self.text(members)),") : .members(members)
  }

  /// Members as they stand between the braces of a compact object.
  private static func text(_ members: [JSONObject.Member]) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    for (key, value) in members {
      writer.key(key)
      writer.write(value)
    }
    writer.endObject()
    return String(decoding: writer.bytes.dropFirst().dropLast(), as: UTF8.self)
  }

  private func finding(_ remark: ScheduleRemark, _ item: ScheduleInput.Item) -> Finding {
    let place = item.file.flatMap { file in
      item.places.map { SourceLocation(file: file, range: $0.range(of: remark.field)) }
    }
    return Finding(
      remark.severity == .error ? .envoyRefuses : .envoyIgnores, remark.message, at: place,
      severity: remark.severity,
      path: remark.field.map { "\(item.settings.section.rawValue).\($0.rawValue)" })
  }
}
