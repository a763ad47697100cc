import JSON
import MeshRetryCore

/// Schedules for spreadsheets (RFC 4180): a row a retry and model, and one for the total.
enum ScheduleCSV {
  private static let columns = [
    "service", "protocol", "model", "retry", "ceilingMs", "minMs", "maxMs", "meanMs", "p50Ms",
    "p90Ms", "p99Ms", "cumulativeMaxMs", "cumulativeP50Ms", "cumulativeP90Ms", "cumulativeP99Ms",
  ]

  static let header = columns.joined(separator: ",") + "\r\n"

  static func rows(_ subject: BackOffSubject, _ report: BackOffReport) -> String {
    var text = ""
    for model in report.models {
      let start = [subject.service ?? "", subject.protocol, model.schedule.model.rawValue]
      for listed in model.listed {
        let retry = listed.retry
        text += row(
          start + ["\(retry.number)", "\(retry.ceiling)", "0", "\(retry.maximum)"]
            + [MillisecondText.half(UInt128(retry.maximum)).text]
            + Percentile.shown.map { "\($0.ofUniform(below: retry.ceiling))" }
            + ["\(retry.cumulativeMaximum)"] + listed.cumulative.map { "\($0)" })
      }
      let maximum = model.total.maximum
      let quantiles = model.total.quantiles(Percentile.shown).map { "\($0)" }
      text += row(
        start + ["total", "", "0", "\(maximum)", MillisecondText.half(maximum).text] + quantiles
          + ["\(maximum)"] + quantiles)
    }
    return text
  }

  private static func row(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",") + "\r\n"
  }

  /// A field with quotes around it when it has a comma, a quote or a line break.
  private static func quoted(_ field: String) -> String {
    guard field.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return field
    }
    return "\""
      + field.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
