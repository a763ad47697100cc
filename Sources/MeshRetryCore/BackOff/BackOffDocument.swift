import JSON

/// The document `BackOffSchedule`: the schedules of one destination.
///
/// Keys stand in a fixed order. Milliseconds are whole numbers, but for means, which may end in .5.
public enum BackOffDocument {
  /// The `kind` of the document.
  public static let kind = "BackOffSchedule"
  /// The version of the document's form.
  public static let version = 1
  /// The retries that are listed one by one; more are in the totals all the same.
  public static let listedRetries: UInt32 = 1000

  /// The document's first members: what it is, and of which destination.
  public static func head(_ subject: BackOffSubject) -> [JSONObject.Member] {
    [
      ("kind", .string(kind)), ("version", .integer(version)),
      ("service", .optional(subject.service)), ("protocol", .string(subject.protocol)),
    ]
  }

  /// The members that depend on the settings alone, and so are the same for many destinations.
  public static func body(_ report: BackOffReport) -> [JSONObject.Member] {
    let settings = report.settings
    let intervals = settings.hasBackOff ? settings.intervals : nil
    return [
      ("numRetries", .integer(settings.retries)),
      ("attempts", .integer(UInt64(settings.retries) + 1)),
      ("baseInterval", .optional(intervals.map { MillisecondText.duration($0.base) })),
      ("maxInterval", .optional(intervals.map { MillisecondText.duration($0.max) })),
      ("models", settings.intervals == nil ? .null : models(report)),
      ("rateLimited", report.rateLimited?.json ?? .null),
      ("budget", report.budget?.json ?? .null),
      ("warnings", .array(report.remarks.map { .string($0.message) })),
    ]
  }

  /// The document's last member: what tells the destination from others.
  public static func tail(_ subject: BackOffSubject) -> [JSONObject.Member] {
    let release: JSONObject.Member = ("release", .string(subject.release.description))
    return [("subject", .object(JSONObject([release] + subject.identity)))]
  }

  private static func models(_ report: BackOffReport) -> JSONValue {
    .object(
      JSONObject(
        report.models.map { model in
          var object: JSONObject = [
            "retries": .array(model.listed.map(json)), "total": json(model.total),
          ]
          if !model.samples.isEmpty {
            object["samples"] = .array(
              model.samples.map { .array($0.map { .integer($0) }) })
          }
          if let storm = model.storm { object["storm"] = storm.json }
          return (key: model.schedule.model.rawValue, value: .object(object))
        }))
  }

  private static func json(_ listed: ModelReport.ListedRetry) -> JSONValue {
    let retry = listed.retry
    var object: JSONObject = [
      "retry": .integer(retry.number), "ceilingMs": .integer(retry.ceiling), "minMs": 0,
      "maxMs": .integer(retry.maximum),
      "meanMs": .number(MillisecondText.half(UInt128(retry.maximum))),
      "capped": .bool(retry.isCapped),
      "cumulativeMaxMs": .integer(retry.cumulativeMaximum),
      "cumulativeMeanMs": .number(MillisecondText.half(retry.cumulativeMaximum)),
    ]
    for percentile in Percentile.shown {
      object["p\(percentile.percent)Ms"] = .integer(percentile.ofUniform(below: retry.ceiling))
    }
    for (percentile, value) in zip(Percentile.shown, listed.cumulative) {
      object["cumulativeP\(percentile.percent)Ms"] = .integer(value)
    }
    object["range"] = .string(retry.range)
    return .object(object)
  }

  private static func json(_ sum: DelaySum) -> JSONValue {
    var object: JSONObject = [
      "minMs": 0, "maxMs": .integer(sum.maximum),
      "meanMs": .number(MillisecondText.half(sum.maximum)),
    ]
    for (percentile, value) in zip(Percentile.shown, sum.quantiles(Percentile.shown)) {
      object["p\(percentile.percent)Ms"] = .integer(value)
    }
    object["percentileErrorMs"] = .integer(sum.errorBound)
    return .object(object)
  }
}
