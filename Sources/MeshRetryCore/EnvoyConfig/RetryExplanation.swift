/// A policy in words: what is retried, what never, how often and when.
public struct RetryExplanation: Sendable {
  /// The lines, each `topic: words`.
  public let lines: [String]

  /// What an action comes to for a destination.
  public init(_ destination: EnvoyDestination, _ action: RetryAction) {
    switch action {
    case .leave: lines = [Self.untouched(destination)]
    case .clear:
      lines = [
        "retries: none: the rule has no '\(destination.protocol)' section, which clears them"
      ]
    case .connectAttempts(1): lines = ["attempts: one connect, no retry"]
    case .connectAttempts(let attempts):
      lines = [
        "attempts: up to \(attempts) connects, one after the other without a pause",
        "never: a connection that was made and then broke",
      ]
    case .set(let policy): lines = PolicyWords(policy, isGRPC: destination.section == .grpc).lines
    }
  }

  private static func untouched(_ destination: EnvoyDestination) -> String {
    if destination.section == nil {
      return "retries: none by MeshRetry: it has no section for protocol \(destination.protocol)"
    }
    if destination.conf == nil { return "retries: none by MeshRetry: no rule applies" }
    let conf = destination.conf
    return destination.section == .http && conf?.http != nil
      || destination.section == .grpc && conf?.grpc != nil
      ? "retries: none by MeshRetry: numRetries is 0, which sets no policy"
      : "retries: none by MeshRetry: the rule has no section for \(destination.protocol)"
  }
}

/// The words for a policy.
private struct PolicyWords {
  let policy: RetryPolicy
  let isGRPC: Bool
  let conditions: [RetryCondition]

  init(_ policy: RetryPolicy, isGRPC: Bool) {
    self.policy = policy
    self.isGRPC = isGRPC
    conditions = policy.conditions.compactMap { RetryCondition(rawValue: String($0)) }
  }

  var lines: [String] {
    guard policy.numRetries != 0 else { return ["retries: none: numRetries is 0"] }
    guard !retried.isEmpty else { return ["retries: none: no condition that Envoy knows"] }
    return [
      "retries: " + retried.joined(separator: "; "), "never: " + never.joined(separator: "; "),
      requests, attempts, eachTry, waits, rateLimited, hosts, priorities,
    ].compactMap { $0 }
  }

  private var includesResets: Bool { conditions.contains(where: \.includesResets) }

  private var retried: [String] {
    var words: [String] = []
    let codes = retriedCodes
    if !codes.isEmpty { words.append("status " + codes.joined(separator: ", ")) }
    let statuses = conditions.compactMap(\.grpcStatus)
    if !statuses.isEmpty {
      words.append(
        "grpc-status " + statuses.map { "\($0.name) (\($0.number))" }.joined(separator: ", "))
    }
    if includesResets {
      words.append("resets, disconnects, per-try timeouts and connects that fail")
    } else {
      if conditions.contains(.connectFailure) { words.append("connects that fail") }
      if conditions.contains(.refusedStream) { words.append("HTTP/2 streams that are refused") }
    }
    if conditions.contains(.envoyRatelimited) { words.append("responses with x-envoy-ratelimited") }
    if conditions.contains(.retriableHeaders), !policy.retriableHeaders.isEmpty {
      words.append("responses with " + either(policy.retriableHeaders))
    }
    if conditions.contains(.http3PostConnectFailure) {
      words.append("HTTP/3 requests that fail after the connect, over TCP and at once")
    }
    return words
  }

  /// Single codes and ranges, each once, in the order of numbers.
  private var retriedCodes: [String] {
    var ranges = conditions.flatMap(\.statusCodes)
    if conditions.contains(.retriableStatusCodes) {
      ranges += policy.retriableStatusCodes.map { $0...$0 }
    }
    let distinct = ranges.enumerated().filter { index, range in
      !ranges.enumerated().contains { other, wider in
        wider.lowerBound <= range.lowerBound && range.upperBound <= wider.upperBound
          && (wider != range || other < index)
      }
    }.map(\.element).sorted { $0.lowerBound < $1.lowerBound }
    return distinct.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }
  }

  private func retries(_ code: UInt32) -> Bool {
    conditions.contains { $0.statusCodes.contains { $0.contains(code) } }
      || conditions.contains(.retriableStatusCodes) && policy.retriableStatusCodes.contains(code)
  }

  private var never: [String] {
    var words: [String] = []
    let codes = [429, 500, 503].filter { !retries($0) }.map { String($0) }
    if let last = codes.last {
      let others = codes.dropLast().joined(separator: ", ")
      words.append("a plain " + (others.isEmpty ? last : "\(others) or \(last)"))
    }
    if isGRPC {
      let known = RetryCondition.allCases.filter { !conditions.contains($0) }.compactMap(
        \.grpcStatus)
      words += known.isEmpty ? [] : ["grpc-status " + known.map(\.name).joined(separator: ", ")]
    }
    if !includesResets { words.append("resets and per-try timeouts") }
    if !conditions.contains(.envoyRatelimited) {
      words.append("responses with x-envoy-ratelimited")
    }
    return words + ["what has begun to reach the client"]
  }

  private var requests: String? {
    policy.retriableRequestHeaders.isEmpty
      ? nil : "only requests with: " + either(policy.retriableRequestHeaders)
  }

  private func either(_ matchers: [HeaderMatcher]) -> String {
    let methods = matchers.compactMap { matcher -> String? in
      if matcher.name == ":method", case .exact(let method) = matcher.match { method } else { nil }
    }
    let others = matchers.filter { $0.name != ":method" }.map(words)
    return ((methods.isEmpty ? [] : ["method " + methods.joined(separator: ", ")]) + others)
      .joined(separator: " or ")
  }

  private func words(_ matcher: HeaderMatcher) -> String {
    switch matcher.match {
    case .exact(let value): "\(matcher.name): \(value)"
    case .prefix(let value): "\(matcher.name): \(value)…"
    case .safeRegex(let regex, _): "\(matcher.name) matching \(regex)"
    case .present(true): matcher.name
    case .present(false): "no \(matcher.name)"
    }
  }

  private var attempts: String {
    let retries = policy.numRetries ?? 1
    let note = policy.numRetries == nil ? ", Envoy's default" : ""
    return
      "attempts: up to \(UInt64(retries) + 1) (\(retries) \(retries == 1 ? "retry" : "retries")\(note)), "
      + "all within the route's timeout"
  }

  private var eachTry: String? {
    guard let timeout = policy.perTryTimeout, timeout != .zero else { return nil }
    return "each try: at most \(timeout)"
  }

  /// Envoy: delays are uniform below a ceiling that starts at the base and doubles up to the maximum.
  private var waits: String {
    let base = policy.retryBackOff?.baseInterval ?? RetryPolicyMapping.defaultBaseInterval
    let (tenfold, overflow) = base.nanoseconds.multipliedReportingOverflow(by: 10)
    let maximum =
      policy.retryBackOff?.maxInterval
      ?? GoDuration(nanoseconds: overflow ? .max : tenfold)
    return "waits: at random below \(base) before the first retry, doubling up to \(maximum)"
  }

  private var rateLimited: String? {
    guard let backOff = policy.rateLimitedRetryBackOff, !backOff.resetHeaders.isEmpty else {
      return nil
    }
    let headers = backOff.resetHeaders.map {
      "\($0.name) (\($0.format == .seconds ? "seconds" : "Unix time"))"
    }
    let maximum = backOff.maxInterval.map(\.description) ?? "5m0s"
    return
      "waits instead: as long as \(headers.joined(separator: ", else ")) says, and up to half as "
      + "long again, where that is at most \(maximum)"
  }

  private var hosts: String? {
    guard !policy.retryHostPredicates.isEmpty else { return nil }
    let omitted = policy.retryHostPredicates.compactMap { predicate -> String? in
      switch predicate {
      case .previousHosts: "hosts already tried"
      case .omitHostMetadata([]): nil
      case .omitHostMetadata(let tags):
        "hosts with " + tags.map { "\($0.key)=\($0.value)" }.joined(separator: " and ")
      }
    }
    let picks = max(1, policy.hostSelectionRetryMaxAttempts)
    return omitted.isEmpty
      ? nil
      : "passes over: \(omitted.joined(separator: "; ")) (\(picks) more \(picks == 1 ? "pick" : "picks"))"
  }

  private var priorities: String? {
    policy.retryPriority.map {
      "priorities: those already tried are left out, anew every \($0.updateFrequency) attempts"
    }
  }
}
