import MeshRetryCore
import Testing

@Suite struct RetryOnTests {
  @Test func lettersCount() {
    #expect(HTTPRetryOn(rawValue: "5xx")?.envoyForm == .condition("5xx"))
    #expect(HTTPRetryOn(rawValue: "5XX") == nil)
    #expect(HTTPRetryOn.methodGet.envoyForm == .method("GET"))
    #expect(GRPCRetryOn.canceled.envoyCondition == "canceled")
  }

  @Test(arguments: [
    ("503", true, 503), ("0503", true, 503), ("+503", true, nil), ("-503", false, nil),
    (" 503", false, nil), ("5e2", false, nil), ("499", false, nil), ("", false, nil),
    ("99999999999999999999", false, nil), ("1_00", false, nil), ("100", true, 100),
  ]) func statusCodes(_ text: String, _ isValid: Bool, _ mapped: UInt32?) {
    #expect(StatusCode.isValid(text) == isValid)
    #expect(StatusCode.mapped(text) == mapped)
  }

  @Test(arguments: [
    ("5XX", "5xx"), ("gateway-error", "GatewayError"), ("Gatewayerror", "GatewayError"),
    ("reset", "Reset"), ("HttpMethodGET", "HttpMethodGet"), ("ConectFailure", "ConnectFailure"),
  ]) func theNearestWordIsNamed(_ text: String, _ word: String) {
    #expect(Nearest.match(text, in: HTTPRetryOn.allCases.map(\.rawValue)) == word)
  }

  @Test func farWordsAreNot() {
    #expect(Nearest.match("WRONG", in: HTTPRetryOn.allCases.map(\.rawValue)) == nil)
  }
}
