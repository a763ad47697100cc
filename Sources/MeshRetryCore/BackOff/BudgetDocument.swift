import JSON

/// The member `budget` of a schedule's document: what the timeouts leave of it.
public struct BudgetDocument: Sendable {
  private let settings: RetrySettings
  private let limits: RouteLimits
  private let models: [ModelReport]

  /// The budget of settings; nil when Envoy refuses them.
  init?(_ settings: RetrySettings, _ limits: RouteLimits, _ models: [ModelReport]) {
    guard settings.intervals != nil else { return nil }
    self.settings = settings
    self.limits = limits
    self.models = models
  }

  /// The per-try timeout in milliseconds, unless Envoy drops it: it does from the route timeout on.
  static func perTryInForce(_ settings: RetrySettings, _ limits: RouteLimits) -> UInt64? {
    guard let perTry = settings.perTryTimeout, perTry.milliseconds > 0 else { return nil }
    let milliseconds = UInt64(perTry.milliseconds)
    if let route = limits.routeMilliseconds, milliseconds >= route { return nil }
    return milliseconds
  }

  /// The value, keys in their fixed order.
  public var json: JSONValue {
    if settings.section == .tcp { return connectJSON }
    return [
      "routeTimeout": .optional(
        limits.routeMilliseconds == nil ? nil : limits.routeTimeout.value.description),
      "routeTimeoutSource": .string(limits.routeTimeout.source),
      "perTryTimeout": .optional(settings.perTryTimeout?.description),
      "perTryTimeoutInForce": .bool(Self.perTryInForce(settings, limits) != nil),
      "maxRetries": .integer(limits.maxRetries.value),
      "maxRetriesSource": .string(limits.maxRetries.source),
      "models": .object(
        JSONObject(
          models.map { model in
            (
              key: model.schedule.model.rawValue,
              value: [
                "attemptsFail": json(model.failing),
                "attemptsTimeOut": model.timingOut.map(json) ?? .null,
              ]
            )
          })),
    ]
  }

  private var connectJSON: JSONValue {
    let attempts = UInt128(settings.retries) + 1
    let timeout = UInt128(max(0, limits.connectTimeout.value.milliseconds))
    return [
      "connectTimeout": .string(limits.connectTimeout.value.description),
      "connectTimeoutSource": .string(limits.connectTimeout.source),
      "worstMs": .integer(attempts * timeout),
    ]
  }

  private func json(_ budget: RetryBudget) -> JSONValue {
    var latency: JSONObject = [
      "worstMs": .integer(budget.latency.worst),
      "meanMs": .integer(UInt128(max(0, budget.latency.mean.rounded()))),
    ]
    for (percentile, value) in zip(Percentile.shown, budget.latency.percentiles) {
      latency["p\(percentile.percent)Ms"] = .integer(value)
    }
    return [
      "attemptMs": .integer(budget.attempt),
      "retryStarts": .array(budget.starts.map { .number(MillisecondText.decimal($0)) }),
      "expectedAttempts": .number(MillisecondText.decimal(budget.expectedAttempts)),
      "latency": .object(latency),
      "routeTimeoutShare": .number(MillisecondText.decimal(budget.latency.timeoutShare)),
    ]
  }

  /// What is to be said about the timeouts: of Envoy's law when it is there.
  public var remarks: [ScheduleRemark] {
    guard settings.retries > 0, let route = limits.routeMilliseconds, let model = models.last
    else { return [] }
    var remarks: [ScheduleRemark] = []
    if let perTry = settings.perTryTimeout, Self.perTryInForce(settings, limits) == nil {
      remarks.append(
        ScheduleRemark(
          limits.routeTimeout.isDefault ? .note : .warning,
          "perTryTimeout \(perTry) is not below the route timeout \(limits.routeTimeout.value): "
            + "Envoy drops it", field: .perTryTimeout))
    }
    if let first = model.failing.firstHopeless {
      remarks.append(
        ScheduleRemark(
          limits.routeTimeout.isDefault ? .note : .warning,
          "retry \(first) of \(settings.retries) starts before the route timeout of \(route) ms in "
            + "less than 0.1 % of all cases, and so do those after it",
          field: .numRetries))
    }
    if let first = model.timingOut?.firstHopeless {
      remarks.append(
        ScheduleRemark(
          .note,
          "when attempts run into perTryTimeout, retry \(first) of \(settings.retries) starts before "
            + "the route timeout of \(route) ms in less than 0.1 % of all cases"))
    }
    return remarks
  }
}
