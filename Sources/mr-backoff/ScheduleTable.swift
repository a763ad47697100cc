import MeshRetryCore

/// A schedule as a table for people: a line a retry, the models side by side, milliseconds.
enum ScheduleTable {
  static func text(
    _ subject: BackOffSubject, _ settings: RetrySettings, _ models: [BackOffModel]
  ) -> String {
    var text = heading(subject, settings)
    guard let intervals = settings.intervals else {
      return text + "no schedule: Envoy refuses the configuration\n"
    }
    let schedules = models.map {
      BackOffSchedule(model: $0, intervals: intervals, retries: settings.retries)
    }
    var rows = [["retry (ms)"] + models.map(\.rawValue)]
    let listed = min(settings.retries, BackOffDocument.listedRetries)
    if listed > 0 {
      for number in 1...listed {
        rows.append(["\(number)"] + schedules.map { $0.retry(number).range })
      }
    }
    if listed < settings.retries { rows.append(["…"] + schedules.map { _ in "…" }) }
    let sums = schedules.map { DelaySum(ofAll: $0) }
    rows.append(["total"] + sums.map { "0-\($0.maximum)" })
    rows.append(["mean"] + sums.map { "\($0.maximum / 2)" + ($0.maximum % 2 == 1 ? ".5" : "") })
    for percentile in Percentile.shown {
      rows.append(["p\(percentile.percent)"] + sums.map { "\($0.quantile(percentile))" })
    }
    text += aligned(rows)
    return text + remarks(settings)
  }

  private static func heading(_ subject: BackOffSubject, _ settings: RetrySettings) -> String {
    var parts: [String] = []
    if let service = subject.service { parts.append(service) }
    parts.append(subject.protocol)
    parts.append("\(settings.retries) \(settings.retries == 1 ? "retry" : "retries")")
    if settings.hasBackOff, let intervals = settings.intervals {
      parts.append("base \(intervals.base) ms, max \(intervals.max) ms")
    }
    return parts.joined(separator: ", ") + "\n"
  }

  /// Notes; what is worse is reported as a finding.
  private static func remarks(_ settings: RetrySettings) -> String {
    settings.remarks.filter { $0.severity == .note }.map { "note: \($0.message)\n" }.joined()
  }

  /// Columns flush right, two spaces apart.
  static func aligned(_ rows: [[String]]) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      zip(row, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }
        .joined(separator: "  ") + "\n"
    }.joined()
  }
}
