import MeshRetryCore

/// Reset headers: at most one sets the wait, within the bounds, and none after it is looked at.
///
/// The first byte of an input chooses the longest wait and the time; then comes a response's head.
enum ResetHeaderPromises {
  static func check(_ input: [UInt8]) throws {
    guard let first = input.first,
      let response = try? ResponseHead(parsing: Array(input.dropFirst()))
    else { return }
    let longest = UInt64(first & 15) * 1000
    let limit = RateLimit(RateLimit.documentedHeaders, longest: longest)
    let now: UInt64 = first & 16 == 0 ? 1_700_000_000_000 : .max
    let decision = ResetDecision(response, limit, now: now)
    try expect(
      decision.steps.map(\.header) == limit.headers, "not every header has its step, in order")
    if let used = decision.used {
      try expect(used.interval > 1 && used.interval <= longest, "\(used.interval) is out of bounds")
    }
    var hasEnded = false
    for step in decision.steps {
      try expect(hasEnded == (step.outcome == .notReached), "\(step.header.name) is out of turn")
      switch step.outcome {
      case .used, .tooShort: hasEnded = true
      case .absent: try expect(step.value == nil, "\(step.header.name) is there")
      case .notANumber, .past, .tooLong, .notReached: break
      }
    }
  }
}
