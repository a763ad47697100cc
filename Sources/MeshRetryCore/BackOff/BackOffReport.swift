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
  public let models: [Model]
  /// Reset headers and what a response makes of them.
  public let rateLimited: RateLimitDocument?
  /// What the timeouts leave.
  public let budget: BudgetDocument?
  /// What is to be said.
  public let remarks: [ScheduleRemark]

  /// What one law says.
  public struct Model: Sendable {
    /// The schedule; it names the law.
    public let schedule: BackOffSchedule
    /// The delays of requests that were drawn.
    public let samples: [[UInt64]]
    /// Requests that start at once.
    public let storm: RetryStorm?
  }

  /// The most delays that are drawn for one schedule.
  public static let mostSampledDelays: UInt64 = 5_000_000

  /// The answer for settings.
  public init(_ settings: RetrySettings, _ limits: RouteLimits, _ question: BackOffQuestion) {
    self.settings = settings
    self.limits = limits
    rateLimited = RateLimitDocument(settings, response: question.response)
    budget = BudgetDocument(settings, limits, models: question.models)
    var remarks = settings.remarks
    remarks += rateLimited?.remarks(routeTimeout: limits.routeMilliseconds) ?? []
    remarks += budget?.remarks ?? []
    if settings.intervals != nil, settings.retries > BackOffDocument.listedRetries {
      remarks.append(
        ScheduleRemark(
          .note,
          "of \(settings.retries) retries the first \(BackOffDocument.listedRetries) are listed"))
    }
    var models: [Model] = []
    for model in question.models {
      guard let intervals = settings.intervals else { break }
      let schedule = BackOffSchedule(
        model: model, intervals: intervals, retries: settings.retries)
      models.append(
        Model(
          schedule: schedule, samples: Self.samples(schedule, question),
          storm: settings.section == .tcp
            ? nil : question.storm.flatMap { RetryStorm(schedule, limits, $0) }))
    }
    if question.samples > 0, let model = models.first, model.samples.isEmpty {
      remarks.append(
        ScheduleRemark(
          .note, "no samples: more than \(Self.mostSampledDelays) delays would have to be drawn"))
    }
    if question.storm != nil, let model = models.first, model.storm == nil {
      remarks.append(
        ScheduleRemark(
          .note,
          "no storm: it is worked out for http and grpc, up to "
            + "\(RetryStorm.mostRetries) retries"))
    }
    self.models = models
    self.remarks = remarks
  }

  /// The delays of so many requests. Each law starts from the seed: equal random numbers make the laws
  /// comparable request by request.
  private static func samples(
    _ schedule: BackOffSchedule, _ question: BackOffQuestion
  ) -> [[UInt64]] {
    guard question.samples > 0,
      UInt64(question.samples) * UInt64(schedule.retries) <= mostSampledDelays
    else { return [] }
    var random = SplitMix64(seed: question.seed)
    return (0..<question.samples).map { _ in
      var backOff = ExponentialBackOff(model: schedule.model, intervals: schedule.intervals)
      return (0..<schedule.retries).map { _ in backOff.nextDelay(using: &random) }
    }
  }
}
