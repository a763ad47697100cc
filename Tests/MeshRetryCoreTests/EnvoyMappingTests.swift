import JSON
import Testing

@testable import MeshRetryCore

@Suite struct EnvoyMappingTests {
  private func http(_ conf: String, _ release: Release) throws -> String {
    let section = try #require(try envoyConf(#"{"http":\#(conf)}"#).http)
    return RetryPolicyMapping(release: release).http(section)?.json().compactText ?? "null"
  }

  private func grpc(_ conf: String, _ release: Release) throws -> String {
    let section = try #require(try envoyConf(#"{"grpc":\#(conf)}"#).grpc)
    return RetryPolicyMapping(release: release).grpc(section)?.json().compactText ?? "null"
  }

  @Test(arguments: [
    (#"{"retryOn":[]}"#, #"{"retryOn":"gateway-error,connect-failure,refused-stream"}"#),
    (#"{"retryOn":["5xx","Reset","5xx"]}"#, #"{"retryOn":"5xx,reset,5xx"}"#),
    (
      #"{"retryOn":["429"]}"#,
      #"{"retryOn":"gateway-error,connect-failure,refused-stream,retriable-status-codes","retriableStatusCodes":[429]}"#
    ),
    (#"{"retryOn":["+503","5xx"]}"#, #"{"retryOn":",5xx"}"#),
    (#"{"retryOn":["+503"]}"#, #"{"retryOn":"gateway-error,connect-failure,refused-stream"}"#),
    (
      #"{"retryOn":["5xx","HttpMethodGet"]}"#,
      #"{"retryOn":"5xx","retriableRequestHeaders":[{"name":":method","stringMatch":{"exact":"GET"}}]}"#
    ),
    (
      #"{"retryOn":["5xx"],"perTryTimeout":"0s","backOff":{"maxInterval":"20m"}}"#,
      #"{"retryOn":"5xx","perTryTimeout":"0s","retryBackOff":{"maxInterval":"1200s"}}"#
    ),
    (
      #"{"retryOn":["5xx"],"hostSelectionMaxAttempts":9007199254740991}"#,
      #"{"retryOn":"5xx","hostSelectionRetryMaxAttempts":"9007199254740991"}"#
    ),
  ])
  func httpSection(conf: String, policy: String) throws {
    #expect(try http(conf, Release(2, 3, 7)) == policy)
  }

  @Test func everyWordOfTheTableIsMapped() throws {
    for word in HTTPRetryOn.allCases {
      let policy = try http(#"{"retryOn":["\#(word.rawValue)"]}"#, .documented)
      switch word.envoyForm {
      case .condition(let condition): #expect(policy == #"{"retryOn":"\#(condition)"}"#)
      case .method(let method): #expect(policy.contains(#""exact":"\#(method)""#))
      }
    }
  }

  @Test func everyConditionIsOneThatEnvoyKnowsButCanceled() {
    for word in HTTPRetryOn.allCases {
      guard case .condition(let condition) = word.envoyForm else { continue }
      #expect(RetryCondition(rawValue: condition) != nil)
    }
    let unknown = GRPCRetryOn.allCases.filter { RetryCondition(rawValue: $0.envoyCondition) == nil }
    #expect(unknown == [.canceled])
  }

  @Test func zeroRetries() throws {
    #expect(try http(#"{"numRetries":0}"#, Release(2, 7, 29)).contains(#""numRetries":0"#))
    #expect(try http(#"{"numRetries":0}"#, Release(2, 8, 0)) == "null")
    #expect(try grpc(#"{"numRetries":0}"#, Release(2, 8, 0)) == "null")
  }

  @Test func regexEngine() throws {
    let conf = #"{"retriableRequestHeaders":[{"name":"x","type":"RegularExpression","value":"a"}]}"#
    #expect(try http(conf, Release(2, 6, 15)).contains(#"{"googleRe2":{},"regex":"a"}"#))
    #expect(try http(conf, Release(2, 7, 0)).contains(#"{"safeRegex":{"regex":"a"}}"#))
  }

  @Test func grpcBackOffBase() throws {
    let conf = #"{"retryOn":["Internal"],"backOff":{"maxInterval":"1s"}}"#
    #expect(
      try grpc(conf, Release(2, 9, 19))
        == #"{"retryOn":"internal","retryBackOff":{"maxInterval":"1s"}}"#)
    #expect(
      try grpc(conf, Release(2, 10, 0))
        == #"{"retryOn":"internal","retryBackOff":{"baseInterval":"0.025s","maxInterval":"1s"}}"#)
  }

  @Test func tagsWithoutTheService() throws {
    let conf = """
      {"retryOn":["5xx"],"hostSelection":[
        {"predicate":"OmitHostsWithTags","tags":{"z":"1","kuma.io/service":"s","a":"2"}},
        {"predicate":"OmitHostsWithTags","tags":{"kuma.io/service":"s"}}]}
      """
    let section = try #require(try envoyConf(#"{"http":\#(conf)}"#).http)
    let policy = try #require(RetryPolicyMapping(release: .documented).http(section))
    #expect(
      policy.retryHostPredicates == [
        .omitHostMetadata([
          RetryPolicy.Tag(key: "a", value: "2"), RetryPolicy.Tag(key: "z", value: "1"),
        ]), .omitHostMetadata([]),
      ])
  }

  @Test func missingSections() throws {
    let conf = try envoyConf(#"{"tcp":{"maxConnectAttempt":3}}"#)
    #expect(RetryPolicyMapping(release: Release(2, 2, 5)).action(.http, conf) == .leave)
    #expect(RetryPolicyMapping(release: Release(2, 6, 15)).action(.http, conf) == .clear)
    #expect(RetryPolicyMapping(release: Release(2, 7, 0)).action(.http, conf) == .leave)
    #expect(RetryPolicyMapping(release: .documented).action(.tcp, conf) == .connectAttempts(3))
    #expect(RetryPolicyMapping(release: .documented).action(nil, conf) == .leave)
    #expect(RetryPolicyMapping(release: .documented).action(.http, nil) == .leave)
  }

  @Test func snakeNamesKeepTheKeysOfMaps() {
    let message: JSONValue = [
      "metadataMatch": ["filterMetadata": ["envoy.lb": ["someTag": "aB"]]],
      "typedExtensionProtocolOptions": ["envoy.someThing": ["http2ProtocolOptions": [:]]],
    ]
    #expect(
      FieldNames.snake.apply(to: message).compactText
        == #"{"metadata_match":{"filter_metadata":{"envoy.lb":{"someTag":"aB"}}},"typed_extension_protocol_options":{"envoy.someThing":{"http2_protocol_options":{}}}}"#
    )
  }
}
