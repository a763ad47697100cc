import MeshRetryCore

/// A schedule drawn with characters, for a terminal of 80 columns: the ranges, the distribution of
/// the total, and the storm.
enum ScheduleChart {
  private static let width = 48
  /// The most retries that are drawn.
  private static let drawnRetries: UInt32 = 24
  private static let levels: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let eighths: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]

  static func text(_ subject: BackOffSubject, _ report: BackOffReport) -> String {
    let heading = ScheduleTable.heading(subject, report.settings) + "\n"
    guard !report.models.isEmpty else {
      return heading + "no schedule: Envoy refuses the configuration\n"
    }
    return heading + ranges(report) + totals(report) + storms(report) + ScheduleTable.notes(report)
  }

  private static func ranges(_ report: BackOffReport) -> String {
    let schedules = report.models.map(\.schedule)
    let drawn = schedules.map { $0.prefix(drawnRetries) }
    let longest = drawn.joined().map(\.ceiling).max() ?? 1
    var lines: [[String]] = []
    for index in drawn[0].indices {
      for (schedule, retries) in zip(schedules, drawn) {
        let retry = retries[index]
        lines.append([
          schedule == schedules[0] ? "\(retry.number)" : "", schedule.model.rawValue,
          bar(Double(retry.ceiling) / Double(longest)), retry.range,
        ])
      }
    }
    let labels = lines.map { $0[1].count }.max() ?? 0
    let numbers = lines.map { $0[0].count }.max() ?? 0
    let more =
      report.settings.retries > drawnRetries
      ? "… \(report.settings.retries - drawnRetries) more\n" : ""
    return lines.map { line in
      String(repeating: " ", count: numbers - line[0].count) + line[0] + " " + line[1]
        + String(repeating: " ", count: labels - line[1].count) + " " + line[2] + " " + line[3]
        + " ms\n"
    }.joined() + more
  }

  /// A bar of that share of the width, to an eighth of a character.
  private static func bar(_ share: Double) -> String {
    let parts = Int((share * Double(width * 8)).rounded())
    let full = String(repeating: "█", count: parts / 8)
    if parts % 8 > 0 { return full + String(eighths[parts % 8 - 1]) }
    return parts == 0 ? String(eighths[0]) : full
  }

  private static func totals(_ report: BackOffReport) -> String {
    let end = report.models.map(\.total.maximum).max() ?? 0
    guard end > 0 else { return "" }
    return "total, 0 to \(end) ms\n"
      + report.models.map { model in
        let density = Density(model.total, pieces: width + 16, end: end)
        return "  " + columns(density.values) + " " + model.schedule.model.rawValue + "\n"
      }.joined()
  }

  private static func storms(_ report: BackOffReport) -> String {
    report.models.map { model in
      guard let storm = model.storm, storm.loadFactor > 0 else { return "" }
      return "storm (\(model.schedule.model.rawValue)): retries after \(storm.clients) requests, "
        + "\(storm.bucket) ms a column\n  " + columns(storm.retries) + " up to "
        + ScheduleTable.decimal(storm.retries.max() ?? 0) + "\n"
    }.joined()
  }

  /// A column for each value, the largest one full.
  private static func columns(_ values: [Double]) -> String {
    let largest = values.max() ?? 0
    guard largest > 0 else { return String(repeating: " ", count: values.count) }
    return String(
      values.map { value in
        // What is there at all is seen.
        let level = Int((value / largest * 8).rounded(.up))
        return levels[min(8, max(0, level))]
      })
  }
}
