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
    if settings.section == .tcp { return heading + connects(report) + notes(report) }
    if settings.retries == 0 { return heading + notes(report) }
    let models = report.models
    var rows = [["retry (ms)"] + models.map(\.schedule.model.rawValue)]
    for index in models[0].listed.indices {
      rows.append(["\(index + 1)"] + models.map { $0.listed[index].retry.range })
    }
    if settings.retries > models[0].listed.count { rows.append(["…"] + models.map { _ in "…" }) }
    rows.append(["total"] + models.map { "0-\($0.total.maximum)" })
    rows.append(["mean"] + models.map { MillisecondText.half($0.total.maximum).text })
    let quantiles = models.map { $0.total.quantiles(Percentile.shown) }
    for (index, percentile) in Percentile.shown.enumerated() {
      rows.append(["p\(percentile.percent)"] + quantiles.map { "\($0[index])" })
    }
    return heading + aligned(rows) + budgets(report) + waits(report) + storms(report)
      + notes(report)
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

  private static func connects(_ report: BackOffReport) -> String {
    let timeout = report.limits.connectTimeout
    let attempts = UInt64(report.settings.retries) + 1
    return
      "\(attempts) \(attempts == 1 ? "attempt" : "attempts") to connect, without waits between; "
      + "each takes at most \(timeout.value) (\(timeout.source))\n"
  }

  /// What the route timeout leaves, a line for each law.
  private static func budgets(_ report: BackOffReport) -> String {
    guard report.limits.routeMilliseconds != nil else { return "" }
    let timeout = report.limits.routeTimeout
    return report.models.map { model in
      let budget = model.failing
      return "within \(timeout.value) (\(timeout.source), \(model.schedule.model.rawValue)): "
        + "\(decimal(budget.expectedAttempts)) attempts on average when all fail, mean wait "
        + "\(decimal(budget.latency.mean)) ms, 504 in "
        + "\(decimal(budget.latency.timeoutShare * 100)) % of cases\n"
    }.joined()
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
