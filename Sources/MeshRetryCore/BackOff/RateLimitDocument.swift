import JSON

/// The member `rateLimited` of a schedule's document: the headers, and what a response makes of the
/// next retry.
public struct RateLimitDocument: Sendable {
  private let settings: RetrySettings
  private let intervals: BackOffIntervals
  private let limit: RateLimit
  private let response: ReceivedResponse?
  /// The milliseconds that are left of the route timeout after a failed attempt; nil for none.
  private let timeLeft: UInt64?

  /// The document for settings; nil when there are no reset headers and no response to look at.
  init?(_ settings: RetrySettings, _ limits: RouteLimits, response: ReceivedResponse?) {
    guard let intervals = settings.intervals, settings.rateLimit != nil || response != nil else {
      return nil
    }
    self.settings = settings
    self.intervals = intervals
    limit = settings.rateLimit ?? RateLimit([RateLimit.Header](), maxInterval: nil)
    self.response = response
    timeLeft = limits.routeMilliseconds.map { route in
      route > limits.attemptMilliseconds ? route - limits.attemptMilliseconds : 0
    }
  }

  /// The value, keys in their fixed order.
  public var json: JSONValue {
    [
      "resetHeaders": .array(
        limit.headers.map {
          ["name": .string($0.name), "format": .string($0.format.rawValue)]
        }),
      "maxIntervalMs": .integer(limit.maxInterval),
      "response": response.map(responseJSON) ?? .null,
    ]
  }

  /// What is to be said about the response.
  public var remarks: [ScheduleRemark] {
    guard let response else { return [] }
    var remarks: [ScheduleRemark] = []
    if limit.headers.isEmpty {
      remarks.append(
        ScheduleRemark(.note, "the policy has no rateLimitedBackOff: reset headers do not count"))
    }
    if isRetried(response) == false {
      remarks.append(
        ScheduleRemark(.note, "retryOn does not include this response: it is not retried"))
    }
    if let used = ResetDecision(response.head, limit, now: response.now).used, let timeLeft,
      used.interval >= timeLeft
    {
      remarks.append(
        ScheduleRemark(
          .warning,
          "\(used.header.name) asks for a wait of \(used.interval) ms, but the route timeout leaves "
            + "\(timeLeft) ms: no retry, the caller gets 504"))
    }
    return remarks
  }

  /// Whether the response is retried at all; nil when its status is not known.
  private func isRetried(_ response: ReceivedResponse) -> Bool? {
    settings.retries == 0 ? false : RetryTrigger(settings).includes(response.head)
  }

  /// The wait before the next retry by both laws; nil without a response.
  public var waits: [RetryWait]? {
    guard let response else { return nil }
    let decision = ResetDecision(response.head, limit, now: response.now)
    return [documented(decision, response.now), envoy(decision, response.now)]
  }

  private func responseJSON(_ response: ReceivedResponse) -> JSONValue {
    let decision = ResetDecision(response.head, limit, now: response.now)
    return [
      "status": response.head.status.map { .integer($0) } ?? .null,
      "retried": isRetried(response).map { .bool($0) } ?? .null,
      "now": .optional(UTCTime.text(response.now)),
      "headers": .array(decision.steps.map(json)),
      "documented": json(documented(decision, response.now)),
      "envoy": json(envoy(decision, response.now)),
    ]
  }

  private func json(_ step: ResetDecision.Step) -> JSONValue {
    [
      "name": .string(step.header.name), "format": .string(step.header.format.rawValue),
      "value": .optional(step.value), "outcome": .string(step.outcome.name),
      "intervalMs": step.outcome.interval.map { .integer($0) } ?? .null,
    ]
  }

  private func json(_ wait: RetryWait) -> JSONValue {
    [
      "header": .optional(wait.header?.name),
      "minMs": .integer(wait.shortest), "maxMs": .integer(wait.longest),
      "earliest": .optional(wait.earliest), "latest": .optional(wait.latest),
      "startsInTime": .number(MillisecondText.decimal(wait.share(within: timeLeft))),
    ]
  }

  /// What Envoy does: a wait between the interval and half as much again.
  private func envoy(_ decision: ResetDecision, _ now: UInt64) -> RetryWait {
    guard let (header, interval) = decision.used else { return backOff(.envoy, now) }
    let (longest, overflow) = interval.addingReportingOverflow(interval / 2 - 1)
    return RetryWait(.envoy, header, interval...(overflow ? .max : longest), after: now)
  }

  /// What the documentation says: exactly the seconds, or exactly at the time (at once when it is
  /// over), by the first header that is there and can be read.
  private func documented(_ decision: ResetDecision, _ now: UInt64) -> RetryWait {
    for step in decision.steps {
      switch step.outcome {
      case .used(let interval), .tooShort(let interval):
        let wait = Self.documentedWait(step, now) ?? interval
        return RetryWait(.documented, step.header, wait...wait, after: now)
      case .past:
        return RetryWait(.documented, step.header, 0...0, after: now)
      case .absent, .notANumber, .tooLong, .notReached:
        continue
      }
    }
    return backOff(.documented, now)
  }

  /// The milliseconds up to the time that a header names; nil for a header of seconds.
  private static func documentedWait(_ step: ResetDecision.Step, _ now: UInt64) -> UInt64? {
    guard step.header.format == .unixTimestamp,
      let time = step.value.flatMap(ResetDecision.number),
      case let (milliseconds, overflow) = time.multipliedReportingOverflow(by: 1000), !overflow
    else { return nil }
    return milliseconds > now ? milliseconds - now : 0
  }

  private func backOff(_ model: BackOffModel, _ now: UInt64) -> RetryWait {
    let schedule = BackOffSchedule(model: model, intervals: intervals, retries: 1)
    return RetryWait(model, nil, 0...schedule.retry(1).maximum, after: now)
  }
}
