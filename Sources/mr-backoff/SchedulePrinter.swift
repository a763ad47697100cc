import JSON
import MeshRetryCore
import ToolSupport

/// Prints schedules in the form asked for, and reports what is to be said about them.
struct SchedulePrinter {
  private let question: BackOffQuestion
  private let format: Format
  private let run: ToolRun
  private var isFirst = true
  /// Equal settings under equal limits are worked out once.
  private var known: [Key: Answer] = [:]
  private var figures: [ScheduleFigure] = []

  private struct Key: Hashable {
    var settings: RetrySettings
    var limits: RouteLimits
  }

  private struct Answer {
    var report: BackOffReport
    /// The members of the document that the report makes; empty for other forms.
    var members: [JSONObject.Member]
    /// Their compact text, with a comma on either side.
    var text: String
  }

  init(_ question: BackOffQuestion, format: Format, run: ToolRun) {
    self.question = question
    self.format = format
    self.run = run
  }

  mutating func print(_ item: ScheduleInput.Item) throws {
    let answer = answer(to: item)
    let report = answer.report
    switch format {
    case .json: try emit(answer, item.subject)
    case .table:
      try run.emit(text: (isFirst ? "" : "\n") + ScheduleTable.text(item.subject, report))
    case .chart:
      try run.emit(text: (isFirst ? "" : "\n") + ScheduleChart.text(item.subject, report))
    case .csv:
      if isFirst { try run.emit(text: ScheduleCSV.header) }
      try run.emit(text: ScheduleCSV.rows(item.subject, report))
    case .svg:
      figures.append(ScheduleFigure(item.subject, report))
    }
    isFirst = false
    try run.report(report.remarks.map { finding($0, item) })
  }

  /// Writes the document; its largest part is the same text for all with equal settings.
  private func emit(_ answer: Answer, _ subject: BackOffSubject) throws {
    let (head, tail) = (BackOffDocument.head(subject), BackOffDocument.tail(subject))
    guard run.isCompact else {
      try run.emit(.object(JSONObject(head + answer.members + tail)))
      return
    }
    try run.emit(text: "{\(Self.text(head))")
    try run.emit(text: answer.text)
    try run.emit(text: "\(Self.text(tail))}\n")
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

  /// Writes what can only be written at the end.
  mutating func finish() throws {
    if format == .svg && !figures.isEmpty { try run.emit(text: ScheduleFigure.document(figures)) }
  }

  private mutating func answer(to item: ScheduleInput.Item) -> Answer {
    let key = Key(settings: item.settings, limits: item.limits)
    if let answer = known[key] { return answer }
    let report = BackOffReport(item.settings, item.limits, question)
    let members = format == .json ? BackOffDocument.body(report) : []
    let answer = Answer(report: report, members: members, text: ",\(Self.text(members)),")
    known[key] = answer
    return answer
  }

  private func finding(_ remark: ScheduleRemark, _ item: ScheduleInput.Item) -> Finding {
    let node = item.subject.node(of: remark.field)
    let place = node.flatMap { node in
      item.file.map { SourceLocation(file: $0, range: node.range) }
    }
    return Finding(
      remark.severity == .error ? .envoyRefuses : .envoyIgnores, remark.message, at: place,
      severity: remark.severity, path: remark.field)
  }
}
