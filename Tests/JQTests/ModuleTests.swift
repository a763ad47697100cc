import Foundation
import Testing

@testable import JQ

/// The module `meshretry` on the documents that the other tools write.
@Suite struct ModuleTests {
  static let library = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../share/jq").standardized.path

  static let document = """
    {"kind":"EffectiveMeshRetry","version":1,"release":"2.3.7","mesh":"default",\
    "dataplane":"web-1","policies":[{"name":"retry-all","targetRef":{"kind":"Mesh"}},\
    {"name":"other","targetRef":{"kind":"Mesh"}},\
    {"name":"web-to-backend","targetRef":{"kind":"MeshService","name":"web"}}],\
    "outbounds":[{"address":"127.0.0.1","port":10001,"service":"backend","protocol":"http",\
    "section":"http","conf":{"http":{"numRetries":5}},"origin":["retry-all","web-to-backend"],\
    "fields":{"http.numRetries":{"value":5,"policy":"web-to-backend","item":0,\
    "source":"policies.yaml:14:11","shadows":[{"policy":"retry-all","item":0,"value":3}]}}},\
    {"address":"127.0.0.1","port":10002,"service":null,"resource":"kri_msvc_default___redis_",\
    "protocol":"tcp","section":"tcp","conf":null,"origin":[],"fields":{}}],\
    "gatewayListeners":[],"warnings":["no policy for port 10002"]}
    """
  static let finding =
    #"{"code":"MR012","severity":"error","message":"unknown retryOn item '5XX'"}"#

  @Test(arguments: [
    ("outbounds | .port", ["10001", "10002"]),
    (
      "outbounds | [.mesh, .dataplane, .protocol]",
      [#"["default","web-1","http"]"#, #"["default","web-1","tcp"]"#]
    ),
    (#"outbounds("backend") | .port"#, ["10001"]),
    (#"effective("backend")"#, [#"{"http":{"numRetries":5}}"#]),
    (#"effective("kri_msvc_default___redis_")"#, ["null"]),
    (#"effective("nothing")"#, []),
    (
      "provenance | [.service, .field, .value, .policy, .source]",
      [#"["backend","http.numRetries",5,"web-to-backend","policies.yaml:14:11"]"#]
    ),
    (#"policies("backend") | .name"#, [#""retry-all""#, #""web-to-backend""#]),
    ("findings | .message", [#""no policy for port 10002""#]),
    (#"findings("error")"#, []),
  ])
  func selectors(_ program: String, _ expected: [String]) throws {
    let program = "include \"meshretry\"; \(program)"
    #expect(try results(of: program, on: Self.document, libraries: [Self.library]) == expected)
    let slurped = try results(
      of: program, on: "[\(Self.document)]", libraries: [Self.library])
    #expect(slurped == expected)
  }

  @Test func findingsOfAReportPass() throws {
    let found = try results(
      of: #"include "meshretry"; findings("error")"#, on: Self.finding,
      libraries: [Self.library])
    #expect(found == [Self.finding])
  }

  @Test func otherDocumentsHaveNothing() throws {
    let program = #"include "meshretry"; outbounds, provenance, findings, policies("x")"#
    #expect(
      try results(of: program, on: #"{"kind":"Mesh"} 1 [2]"#, libraries: [Self.library]).isEmpty)
  }
}
