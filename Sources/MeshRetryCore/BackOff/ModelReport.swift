/// Everything that one law says of a schedule, from one pass over its sums of delays.
public struct ModelReport: Sendable {
  /// The schedule; it names the law.
  public let schedule: BackOffSchedule
  /// The first retries, at most ``BackOffDocument/listedRetries``.
  public let listed: [ListedRetry]
  /// The sum of all delays.
  public let total: DelaySum
  /// What the route timeout leaves when every attempt fails after the time that failing attempts take.
  public let failing: RetryBudget
  /// What it leaves when every attempt runs into its per-try timeout; nil when none is in force, or
  /// when that is not retried.
  public let timingOut: RetryBudget?
  /// Requests that start at once; nil unless asked for.
  public let storm: RetryStorm?
  /// The delays of requests that were drawn.
  public let samples: [[UInt64]]

  /// A retry with what is known of its start.
  public struct ListedRetry: Sendable {
    /// The retry.
    public let retry: BackOffSchedule.Retry
    /// The sums of the delays up to it, at ``Percentile/shown``, in milliseconds.
    public let cumulative: [UInt128]
  }

  init(
    _ schedule: BackOffSchedule, _ settings: RetrySettings, _ limits: RouteLimits,
    _ question: BackOffQuestion
  ) {
    self.schedule = schedule
    let route = limits.routeMilliseconds
    var failing = RetryBudget(
      schedule, attempt: limits.attemptMilliseconds, routeTimeout: route)
    var timingOut: RetryBudget?
    if let perTry = BudgetDocument.perTryInForce(settings, limits),
      RetryTrigger(settings).includesTimeouts
    {
      timingOut = RetryBudget(schedule, attempt: perTry, routeTimeout: route)
    }
    var storm =
      settings.section == .tcp
      ? nil : question.storm.flatMap { RetryStorm(schedule, limits, $0) }
    var listed: [ListedRetry] = []
    var last: DelaySum?
    for sum in DelaySums(schedule) {
      if sum.retry > BackOffDocument.listedRetries { break }
      listed.append(
        ListedRetry(
          retry: schedule.retry(sum.retry), cumulative: sum.quantiles(Percentile.shown)))
      failing.add(sum)
      timingOut?.add(sum)
      storm?.add(sum)
      last = sum
    }
    let total = last?.retry == schedule.retries ? last : nil
    self.total = total ?? DelaySum(ofAll: schedule)
    failing.finish(self.total)
    timingOut?.finish(self.total)
    self.failing = failing
    self.timingOut = timingOut
    self.storm = storm
    self.listed = listed
    samples = Self.samples(schedule, question)
  }

  /// The delays of so many requests. Each law starts from the seed: equal random numbers make the laws
  /// comparable request by request.
  private static func samples(
    _ schedule: BackOffSchedule, _ question: BackOffQuestion
  ) -> [[UInt64]] {
    guard question.samples > 0,
      UInt64(question.samples) * (UInt64(schedule.retries) + 1)
        <= BackOffReport.mostSampledDelays
    else { return [] }
    var random = SplitMix64(seed: question.seed)
    return (0..<question.samples).map { _ in
      var backOff = ExponentialBackOff(model: schedule.model, intervals: schedule.intervals)
      return (0..<schedule.retries).map { _ in backOff.nextDelay(using: &random) }
    }
  }
}
