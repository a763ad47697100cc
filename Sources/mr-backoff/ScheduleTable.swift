import JSON
import MeshRetryCore

/// A schedule as a table for people: a line a retry, the models side by side, milliseconds.
enum ScheduleTable {
  static func text(_ subject: BackOffSubject, _ report: BackOffReport) -> String {
    let settings = report.settings
    let heading = heading(subject, settings) + "\n"
    guard !report.models.isEmpty else {
      return heading + "no schedule: Envoy refuses the configuration\n"
    }
    let schedules = report.models.map(\.schedule)
    var rows = [["retry (ms)"] + schedules.map(\.model.rawValue)]
    let listed = min(settings.retries, BackOffDocument.listedRetries)
    if listed > 0 {
      for number in 1...listed {
        rows.append(["\(number)"] + schedules.map { $0.retry(number).range })
      }
    }
    if listed < settings.retries { rows.append(["…"] + schedules.map { _ in "…" }) }
    let sums = schedules.map { DelaySum(ofAll: $0) }
    rows.append(["total"] + sums.map { "0-\($0.maximum)" })
    rows.append(["mean"] + sums.map { MillisecondText.half($0.maximum).text })
    for percentile in Percentile.shown {
      rows.append(["p\(percentile.percent)"] + sums.map { "\($0.quantile(percentile))" })
    }
    return heading + aligned(rows) + waits(report) + storms(report) + notes(report)
  }

  /// `backend, http, 5 retries, base 25 ms, max 250 ms`.
  static func heading(_ subject: BackOffSubject, _ settings: RetrySettings) -> String {
    var parts: [String] = []
    if let service = subject.service { parts.append(service) }
    parts.append(subject.protocol)
    parts.append("\(settings.retries) \(settings.retries == 1 ? "retry" : "retries")")
    if settings.hasBackOff, let intervals = settings.intervals {
      parts.append("base \(intervals.base) ms, max \(intervals.max) ms")
    }
    return parts.joined(separator: ", ")
  }

  /// What a response makes of the next retry, a line for each law.
  private static func waits(_ report: BackOffReport) -> String {
    guard let waits = report.rateLimited?.waits else { return "" }
    return waits.map { wait in
      let range =
        wait.shortest == wait.longest ? "\(wait.shortest)" : "\(wait.shortest)-\(wait.longest)"
      let reason = wait.header.map { "by \($0.name)" } ?? "by back-off"
      var times = wait.earliest ?? ""
      if let latest = wait.latest, latest != times { times += " to \(latest)" }
      return "next retry (\(wait.model.rawValue)): after \(range) ms \(reason), \(times)\n"
    }.joined()
  }

  private static func storms(_ report: BackOffReport) -> String {
    report.models.map { model in
      guard let storm = model.storm else { return "" }
      return "storm (\(model.schedule.model.rawValue)): "
        + "\(decimal(storm.requests)) requests, amplification \(decimal(storm.amplification)), "
        + "busiest \(storm.bucket) ms of retries \(decimal(storm.loadFactor * 100)) % of the start, "
        + "\(decimal(storm.deniedShare * 100)) % of failures without a retry\n"
    }.joined()
  }

  /// Notes; what is worse is reported as a finding.
  static func notes(_ report: BackOffReport) -> String {
    report.remarks.filter { $0.severity == .note }.map { "note: \($0.message)\n" }.joined()
  }

  /// At most two decimals.
  static func decimal(_ value: Double) -> String {
    let hundredths = (value * 100).rounded()
    guard hundredths.magnitude < 1e15 else { return "\(value)" }
    let whole = Int(hundredths)
    let rest = whole.magnitude % 100
    if rest == 0 { return "\(whole / 100)" }
    let digits = rest < 10 ? "0\(rest)" : "\(rest)"
    return "\(whole / 100)." + (digits.hasSuffix("0") ? String(digits.prefix(1)) : digits)
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
