import JSON
import Testing

@testable import MeshRetryCore

@Suite struct BackOffResetTests {
  private func outcomes(
    _ lines: [String], _ headers: [RateLimit.Header], max: GoDuration? = nil, now: UInt64 = 0
  ) throws -> [ResetDecision.Outcome] {
    ResetDecision(
      try ResponseHead(headerLines: lines), RateLimit(headers, maxInterval: max), now: now
    ).steps.map(\.outcome)
  }

  private let seconds = RateLimit.Header(name: "retry-after", format: .seconds)
  private let time = RateLimit.Header(name: "x-ratelimit-reset", format: .unixTimestamp)

  @Test func numberGrammar() {
    let numbers: [String: UInt64] = [
      "15": 15, " 15\t": 15, "+15": 15, "0015": 15, "18446744073709551615": .max, "0": 0,
    ]
    for (text, number) in numbers { #expect(ResetDecision.number(text) == number) }
    let refused = [
      "-1", "-0", "1.0", "1.5", "1e0", "0x1", "1s", "1,2", "", " ", "+", "++1", "+ 1", "1 2",
      "18446744073709551616", "Wed, 21 Oct 2015 07:28:00 GMT",
    ]
    for text in refused { #expect(ResetDecision.number(text) == nil, "\(text)") }
  }

  @Test func measuredOutcomes() throws {
    #expect(try outcomes(["Retry-After: 300"], [seconds]) == [.used(300_000)])
    #expect(try outcomes(["retry-after: 301"], [seconds]) == [.tooLong(301_000)])
    let short = try GoDuration(parsing: "900ms")
    #expect(try outcomes(["retry-after: 1"], [seconds], max: short) == [.tooLong(1000)])
    #expect(
      try outcomes(["retry-after: 0", "x: 2"], [seconds, .init(name: "X", format: .seconds)])
        == [.tooShort(0), .notReached])
    #expect(
      try outcomes(["retry-after: x", "x: 2"], [seconds, .init(name: "X", format: .seconds)])
        == [.notANumber, .used(2000)])
    #expect(try outcomes(["retry-after: 18446744073709552"], [seconds]) == [.used(384)])
    #expect(try outcomes(["retry-after: 2", "retry-after: 9"], [seconds]) == [.used(2000)])
    #expect(try outcomes([], [seconds, time]) == [.absent, .absent])
  }

  @Test func unixTimes() throws {
    let now: UInt64 = 1_706_096_100_900
    #expect(try outcomes(["x-ratelimit-reset: 1706096119"], [time], now: now) == [.used(19000)])
    #expect(try outcomes(["x-ratelimit-reset: 1706096099"], [time], now: now) == [.past])
    #expect(try outcomes(["x-ratelimit-reset: 1706096100"], [time], now: now) == [.tooShort(0)])
  }

  @Test func heads() throws {
    let head = try ResponseHead(
      parsing: Array(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 No\r\nA:  b \r\n c\r\n\r\nbody".utf8))
    #expect(head.status == 503)
    #expect(head.value("a") == "b c")
    #expect(try ResponseHead(parsing: Array("HTTP/2 429\nretry-after: 1".utf8)).status == 429)
    #expect(throws: ResponseHead.Problem.noHeader(line: 2)) {
      try ResponseHead(parsing: Array("HTTP/1.1 503 No\nnonsense\n".utf8))
    }
    #expect(throws: ResponseHead.Problem.noStatus(line: 1)) {
      try ResponseHead(parsing: Array("HTTP/1.1 x\n".utf8))
    }
    #expect(throws: ResponseHead.Problem.empty) { try ResponseHead(parsing: []) }
  }

  @Test func times() {
    #expect(UTCTime.text(1_706_096_119_000) == "2024-01-24T11:35:19.000Z")
    #expect(UTCTime.text(951_782_400_007) == "2000-02-29T00:00:00.007Z")
    #expect(UTCTime.text(0) == "1970-01-01T00:00:00.000Z")
    #expect(UTCTime.text(253_402_300_799_999) == "9999-12-31T23:59:59.999Z")
    #expect(UTCTime.text(.max) == nil)
  }

  /// Rows of the measured grid of words and responses.
  @Test(
    arguments: [
      ("5xx", 500, true), ("5xx", 599, true), ("GatewayError", 503, true),
      ("GatewayError", 500, false), ("Retriable4xx", 409, true), ("Retriable4xx", 404, false),
      ("429", 429, true), ("Reset", 503, false), ("HttpMethodGet", 503, true),
      ("HttpMethodGet", 500, false), ("429", 503, true),
    ] as [(String, Int, Bool)])
  func trigger(word: String, status: Int, retried: Bool) throws {
    var conf = Conf(http: Conf.HTTP())
    conf.http?.retryOn = [word]
    let trigger = RetryTrigger(RetrySettings(conf, .http, release: .documented))
    let head = try ResponseHead(parsing: Array("HTTP/1.1 \(status) X\n".utf8))
    #expect(trigger.includes(head) == retried)
    let limited = try ResponseHead(
      parsing: Array("HTTP/1.1 \(status) X\nx-envoy-ratelimited: true\n".utf8))
    #expect(trigger.includes(limited) == false)
  }

  /// The first documented example: exactly 15 s by the page, 15 to 22.5 s by Envoy.
  @Test func documentedExample() throws {
    var conf = Conf(http: Conf.HTTP())
    conf.http?.numRetries = 3
    let settings = RetrySettings(conf, .http, release: .documented)
      .with(rateLimit: RateLimit(RateLimit.documentedHeaders, maxInterval: nil))
    let head = try ResponseHead(headerLines: ["retry-after: 15"])
    let document = try #require(
      RateLimitDocument(
        settings, RouteLimits(), response: ReceivedResponse(head, now: 1_706_096_000_000)))
    let waits = try #require(document.waits)
    #expect(waits.map(\.shortest) == [15000, 15000])
    #expect(waits.map(\.longest) == [15000, 22499])
    // 11 s under a timeout of 15 s: in time in 4 of 5.5.
    let wait = RetryWait(.envoy, nil, 11000...16499, after: 0)
    #expect(abs(wait.share(within: 15000) - 4 / 5.5) < 1e-9)
    #expect(document.remarks.map(\.severity) == [.warning])
  }
}
