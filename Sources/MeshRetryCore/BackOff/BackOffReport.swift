/// What is asked of every schedule of a run.
public struct BackOffQuestion: Sendable {
  /// The laws, in the order in which they are shown.
  public var models: [BackOffModel]
  /// A response to look at.
  public var response: ReceivedResponse?
  /// The number of requests whose delays are drawn; 0 for none.
  public var samples: UInt32 = 0
  /// The seed of the samples.
  public var seed: UInt64 = 0
  /// Requests that start at once.
  public var storm: RetryStorm.Scenario?

  /// A question about these laws and nothing else.
  public init(models: [BackOffModel]) { self.models = models }
}

/// Everything that is known of one schedule; every form of output is made from it.
public struct BackOffReport: Sendable {
  /// What Envoy works with.
  public let settings: RetrySettings
  /// The timeouts and the circuit breaker.
  public let limits: RouteLimits
  /// The laws; none when Envoy refuses the settings.
  public let models: [ModelReport]
  /// Reset headers and what a response makes of them.
  public let rateLimited: RateLimitDocument?
  /// What the timeouts leave.
  public let budget: BudgetDocument?
  /// What is to be said.
  public let remarks: [ScheduleRemark]

  /// The most delays that are drawn for one schedule.
  static let mostSampledDelays: UInt64 = 5_000_000

  /// The answer for settings.
  public init(_ settings: RetrySettings, _ limits: RouteLimits, _ question: BackOffQuestion) {
    self.settings = settings
    self.limits = limits
    var models: [ModelReport] = []
    for model in question.models {
      guard let intervals = settings.intervals else { break }
      let schedule = BackOffSchedule(
        model: model, intervals: intervals, retries: settings.retries)
      models.append(ModelReport(schedule, settings, limits, question))
    }
    self.models = models
    rateLimited = RateLimitDocument(settings, limits, response: question.response)
    budget = BudgetDocument(settings, limits, models)
    remarks =
      settings.remarks + (rateLimited?.remarks ?? [])
      + (budget?.remarks ?? []) + Self.omissions(models.last, question)
  }

  /// What is left out, and why.
  private static func omissions(
    _ model: ModelReport?, _ question: BackOffQuestion
  ) -> [ScheduleRemark] {
    guard let model else { return [] }
    let retries = model.schedule.retries
    var remarks: [ScheduleRemark] = []
    if retries > model.listed.count {
      remarks.append(
        ScheduleRemark(.note, "of \(retries) retries the first \(model.listed.count) are listed"))
    }
    if question.samples > 0 && model.samples.isEmpty {
      remarks.append(
        ScheduleRemark(
          .note, "no samples: more than \(mostSampledDelays) delays would have to be drawn"))
    }
    if question.storm != nil && model.storm == nil {
      remarks.append(
        ScheduleRemark(
          .note,
          "no storm: it is worked out for http and grpc, up to "
            + "\(RetryStorm.mostRetries) retries"))
    }
    return remarks
  }
}
