import ArgumentParser
import Glibc
import MeshRetryCore
import SystemIO
import ToolSupport

/// What is asked beside the schedule itself: timeouts, a response, samples, a storm.
struct QuestionOptions: ParsableArguments {
  @Option(
    name: .customLong("route-timeout"),
    help: ArgumentHelp(
      "The time for the whole request; 0 is none (default: MeshTimeout of the input, or 15s).",
      valueName: "duration"),
    transform: duration)
  var routeTimeout: GoDuration?

  @Option(
    name: .customLong("attempt-time"),
    help: ArgumentHelp(
      "The time that a failing attempt takes (default: 0).", valueName: "duration"),
    transform: duration)
  var attemptTime: GoDuration?

  @Option(
    name: .customLong("max-retries"),
    help: ArgumentHelp(
      "Retries under way at a time that the circuit breaker allows (default: MeshCircuitBreaker "
        + "of the input, or 3).", valueName: "number"))
  var maxRetries: UInt32?

  @Option(
    help: ArgumentHelp("A file with the response before the retry: its head.", valueName: "file"),
    completion: .file())
  var response: String?

  @Option(
    help: ArgumentHelp("A header of that response; may be repeated.", valueName: "name: value"))
  var header: [String] = []

  @Option(
    help: ArgumentHelp(
      "The time of that response in seconds since 1970 (default: the clock).", valueName: "unix"))
  var now: UnixTime?

  @Option(help: ArgumentHelp("Draw the delays of so many requests.", valueName: "number"))
  var samples: UInt32 = 0

  @Option(help: ArgumentHelp("The seed of the samples.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp("A storm of so many requests that start at once.", valueName: "number"))
  var clients: UInt32?

  @Option(
    name: .customLong("failure-rate"),
    help: ArgumentHelp("The share of attempts that fail in the storm.", valueName: "0 to 1"))
  var failureRate: Double?

  /// Refuses what contradicts itself.
  func check() throws {
    if let failureRate, !(0...1).contains(failureRate) {
      throw ValidationError("--failure-rate: expected a number from 0 to 1")
    }
    if failureRate != nil && clients == nil {
      throw ValidationError("--failure-rate is about a storm: give --clients too")
    }
    if clients == 0 { throw ValidationError("--clients: expected at least 1") }
    for (name, value) in [("--route-timeout", routeTimeout), ("--attempt-time", attemptTime)] {
      if let value, value < .zero { throw ValidationError("\(name): must not be negative") }
    }
  }

  /// Puts in what the options say about timeouts and the circuit breaker.
  func apply(to limits: inout RouteLimits) {
    if let routeTimeout {
      limits.routeTimeout = RouteLimits.Sourced(routeTimeout, source: "--route-timeout")
    }
    if let maxRetries {
      limits.maxRetries = RouteLimits.Sourced(maxRetries, source: "--max-retries")
    }
    if let attemptTime { limits.attemptTime = attemptTime }
  }

  /// Whether a response is given.
  var hasResponse: Bool { response != nil || !header.isEmpty }

  func question(models: [BackOffModel]) throws -> BackOffQuestion {
    var question = BackOffQuestion(models: models)
    question.samples = samples
    question.seed = seed
    question.storm = clients.map {
      RetryStorm.Scenario(clients: $0, failureRate: failureRate ?? 1)
    }
    if hasResponse {
      question.response = ReceivedResponse(
        try responseHead(), now: now?.milliseconds ?? UnixTime.clock.milliseconds)
    }
    return question
  }

  private func responseHead() throws -> ResponseHead {
    do {
      let given = try ResponseHead(headerLines: header)
      guard let response else { return given }
      let bytes = try InputFile(path: response).readAll()
      // Headers of the command line come first, and so they count.
      return given.followed(by: try ResponseHead(parsing: bytes))
    } catch let problem as ResponseHead.Problem {
      throw ToolFailure.trouble("\(response ?? "--header"): \(problem.message)")
    }
  }
}

/// Seconds since 1970 with up to three decimals.
struct UnixTime: ExpressibleByArgument {
  let milliseconds: UInt64

  init?(argument: String) {
    let parts = argument.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let seconds = UInt64(parts[0]),
      parts.allSatisfy({ $0.allSatisfy(\.isNumber) })
    else { return nil }
    let decimals = parts.count == 2 ? parts[1].prefix(3) : ""
    let padded = decimals + String(repeating: "0", count: 3 - decimals.count)
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    guard !overflow, let part = UInt64(padded) else { return nil }
    let (sum, carry) = product.addingReportingOverflow(part)
    guard !carry else { return nil }
    milliseconds = sum
  }

  private init(milliseconds: UInt64) { self.milliseconds = milliseconds }

  /// The time of day.
  static var clock: UnixTime {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let seconds = UInt64(max(0, now.tv_sec))
    return UnixTime(milliseconds: seconds * 1000 + UInt64(max(0, now.tv_nsec)) / 1_000_000)
  }
}
