import JSON
import Testing

@testable import MeshRetryCore

@Suite struct EnvoyConstraintTests {
  private func remarks(_ section: EffectiveMeshRetry.Section, _ conf: String) throws
    -> [PolicyRemark]
  {
    RetryPolicyMapping(release: .documented).remarks(section, try envoyConf(conf))
  }

  private func repaired(
    _ section: EffectiveMeshRetry.Section, _ conf: String
  ) throws -> RetryAction {
    let mapping = RetryPolicyMapping(release: .documented)
    let conf = try envoyConf(conf)
    return mapping.action(section, conf).repaired(mapping.remarks(section, conf))
  }

  @Test(arguments: [
    (#"{"maxInterval":"1s"}"#, "http.backOff", "BaseInterval: value is required"),
    (
      #"{"baseInterval":"0s"}"#, "http.backOff.baseInterval",
      "BaseInterval: value must be greater than 0s"
    ),
    (
      #"{"baseInterval":"-1s"}"#, "http.backOff.baseInterval",
      "Invalid duration: Expected positive duration"
    ),
    (
      #"{"baseInterval":"2s","maxInterval":"1s"}"#, "http.backOff.maxInterval",
      "retry_policy.max_interval must greater than or equal to the base_interval"
    ),
    (
      #"{"baseInterval":"2562047h47m16s"}"#, "http.backOff.baseInterval",
      "Invalid duration: Duration out-of-range"
    ),
  ])
  func backOffs(backOff: String, path: String, words: String) throws {
    let remark = try #require(try remarks(.http, #"{"http":{"backOff":\#(backOff)}}"#).first)
    #expect(remark.code == .envoyRefuses)
    #expect(remark.path == path)
    #expect(remark.message.hasSuffix(words))
  }

  @Test(arguments: [
    #"{"baseInterval":"1.9ms","maxInterval":"1.1ms"}"#,
    #"{"baseInterval":"900us","maxInterval":"100us"}"#, #"{"baseInterval":"1s"}"#,
  ])
  func intervalsAreComparedInMilliseconds(backOff: String) throws {
    #expect(try remarks(.http, #"{"http":{"backOff":\#(backOff)}}"#).isEmpty)
  }

  @Test func headerMatchersAreNamedByTheConf() throws {
    let conf = """
      {"http":{"retryOn":["HttpMethodGet","HttpMethodPut"],"retriableRequestHeaders":[
        {"name":"a","type":"Present"},{"name":"b","type":"Prefix","value":""}]}}
      """
    #expect(
      try remarks(.http, conf).map(\.path)
        == ["http.retriableRequestHeaders[1].value", "http.retriableRequestHeaders"])
  }

  @Test func repairs() throws {
    #expect(
      try repaired(.grpc, #"{"grpc":{"retryOn":["Canceled","Internal"]}}"#).policy?.retryOn
        == "cancelled,internal")
    #expect(
      try repaired(.http, #"{"http":{"retryOn":["503","HttpMethodGet"]}}"#).policy?.retryOn
        == "retriable-status-codes")
    let codes = try repaired(.http, #"{"http":{"retryOn":["5xx","+429","499"]}}"#).policy
    #expect(codes?.retryOn == "5xx,retriable-status-codes")
    #expect(codes?.retriableStatusCodes == [429, 499])
    let base = try repaired(.http, #"{"http":{"backOff":{"maxInterval":"10ms"}}}"#).policy
    #expect(base?.retryBackOff?.baseInterval == GoDuration(milliseconds: 10))
    #expect(try repaired(.tcp, #"{"tcp":{"maxConnectAttempt":0}}"#) == .connectAttempts(1))
    let headers = #"{"http":{"retriableResponseHeaders":[{"name":"x","type":"Prefix"}]}}"#
    let policy = try repaired(.http, headers).policy
    #expect(policy?.retryOn == HTTPRetryOn.envoyDefault + ",retriable-headers")
    #expect(policy?.retriableHeaders == [HeaderMatcher(name: "x", match: .present(true))])
  }

  @Test func whatRepairMakesIsTaken() throws {
    for backOff in [#"{"maxInterval":"-1s"}"#, #"{"baseInterval":"-1s","maxInterval":"0s"}"#] {
      let policy = try #require(try repaired(.http, #"{"http":{"backOff":\#(backOff)}}"#).policy)
      #expect(policy.violations.isEmpty)
    }
  }

  /// Verdicts and words of Envoy 1.40.
  @Test(arguments: [
    ("", nil), ("a|", nil), ("(?i)a(?:b)*?", nil), ("a{,3}", nil), ("[]a]", nil), ("[a-]", nil),
    ("[a-c-e]", nil), (#"\Qa(*\E"#, nil), (#"\pL\p{Greek}[[:^alpha:]]"#, nil), ("^*", nil),
    ("(", "missing ): ("), (")", "unexpected ): )"), ("[a", "missing ]: [a"),
    ("a**", "bad repetition operator: **"), ("a{2}{3}", "bad repetition operator: {2}{3}"),
    ("*", "no argument for repetition operator: *"),
    ("(|*)", "no argument for repetition operator: *"),
    ("a{1001}", "invalid repetition size: {1001}"), ("a{3,2}", "invalid repetition size: {3,2}"),
    ("((a{100}){100})", "invalid repetition size: {100}"),
    ("[z-a]", "invalid character class range: z-a"),
    ("[[:nope:]]", "invalid character class range: [:nope:]"),
    (#"\p{x}"#, #"invalid character class range: \p{x}"#), (#"a\"#, #"trailing \"#),
    (#"(a)\1"#, #"invalid escape sequence: \1"#),
    (#"\x{100}"#, #"invalid escape sequence: \x{100"#),
    ("(?=a)", "invalid perl operator: (?="), ("(?<!a)", "invalid perl operator: (?<!"),
    ("(?P<n>a)(?P<n>b)", nil), (#"\_"#, nil), (#"\E"#, #"invalid escape sequence: \E"#),
    (#"\x(?"#, #"invalid escape sequence: \x(?"#), (#"\x{"#, "invalid UTF-8"),
    (#"\x{}"#, #"invalid escape sequence: \x{}"#), ("(?", "invalid perl operator: (?"),
    ("(?<", "invalid perl operator: (?<"), ("(?P<", "invalid perl operator: (?P"),
    ("(?<n", "invalid named capture group: (?<n"), ("(?<!", "invalid named capture group: (?<!"),
  ])
  func regularExpressions(regex: String, complaint: String?) {
    #expect(RE2Syntax.complaint(about: regex) == complaint)
  }
}
