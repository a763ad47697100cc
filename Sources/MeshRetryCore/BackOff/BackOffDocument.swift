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

  /// The members from `numRetries` to `models`: what depends on the settings and the models alone.
  public static func schedules(
    _ settings: RetrySettings, models: [BackOffModel]
  ) -> [JSONObject.Member] {
    let intervals = settings.hasBackOff ? settings.intervals : nil
    return [
      ("numRetries", .integer(settings.retries)),
      ("attempts", .integer(UInt64(settings.retries) + 1)),
      ("baseInterval", .optional(intervals.map { MillisecondText.duration($0.base) })),
      ("maxInterval", .optional(intervals.map { MillisecondText.duration($0.max) })),
      ("models", modelsJSON(settings, models)),
    ]
  }

  private static func modelsJSON(_ settings: RetrySettings, _ models: [BackOffModel]) -> JSONValue {
    guard let intervals = settings.intervals else { return .null }
    return .object(
      JSONObject(
        models.map { model in
          let schedule = BackOffSchedule(
            model: model, intervals: intervals, retries: settings.retries)
          return (key: model.rawValue, value: json(schedule))
        }))
  }

  /// One model's retries and total.
  static func json(_ schedule: BackOffSchedule) -> JSONValue {
    var retries: [JSONValue] = []
    for sum in DelaySums(schedule) {
      if sum.retry > listedRetries { break }
      retries.append(json(schedule.retry(sum.retry), sum))
    }
    return ["retries": .array(retries), "total": total(schedule)]
  }

  private static func json(_ retry: BackOffSchedule.Retry, _ sum: DelaySum) -> JSONValue {
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
    for percentile in Percentile.shown {
      object["cumulativeP\(percentile.percent)Ms"] = .integer(sum.quantile(percentile))
    }
    object["range"] = .string(retry.range)
    return .object(object)
  }

  private static func total(_ schedule: BackOffSchedule) -> JSONValue {
    let sum = DelaySum(ofAll: schedule)
    var object: JSONObject = [
      "minMs": 0, "maxMs": .integer(sum.maximum),
      "meanMs": .number(MillisecondText.half(sum.maximum)),
    ]
    for percentile in Percentile.shown {
      object["p\(percentile.percent)Ms"] = .integer(sum.quantile(percentile))
    }
    object["percentileErrorMs"] = .integer(sum.errorBound)
    return .object(object)
  }
}
