import JSON
import MeshRetryCore
import Testing

/// The stages of Kuma's verdict: which one decides, and its exact words.
@Suite struct VerdictTests {
  private func verdict(_ json: String, _ release: Release = .documented) throws -> PolicyVerdict {
    let root = try #require(try JSONParser(text: json).next()?.root)
    let form = try #require(Envelope(root).meshRetryForm)
    return PolicyJudge(release: release).judge(root, form: form, file: "f")
  }

  private func universal(_ conf: String, ref: String = #"{"kind":"Mesh"}"#) -> String {
    """
    {"type":"MeshRetry","mesh":"default","name":"r","spec":{"targetRef":\(ref),\
    "to":[{"targetRef":{"kind":"Mesh"},"default":\(conf)}]}}
    """
  }

  private func kuma(_ verdict: PolicyVerdict) -> [String] {
    verdict.findings.compactMap(\.kuma).map { "\($0.stage): \($0.field): \($0.message)" }
  }

  @Test func theFirstFailingStageDecides() throws {
    let both = universal(#"{"http":{"numRetries":"5","retryOn":["5XX"]}}"#)
    #expect(
      try kuma(verdict(both)) == [
        "schema: spec.to[0].default.http.numRetries: in body must be of type integer: \"string\""
      ])
    let duration = universal(#"{"http":{"perTryTimeout":"5","retryOn":["5XX"]}}"#)
    #expect(
      try kuma(verdict(duration)) == [
        "decode: : invalid MeshRetry object \"r\": error unmarshaling JSON: while decoding JSON: "
          + "time: missing unit in duration \"5\""
      ])
    let word = universal(#"{"http":{"retryOn":["5XX"]}}"#)
    #expect(
      try kuma(verdict(word)) == [
        "validator: spec.to[0].default.conf.http.retryOn[0]: unknown item '5XX'"
      ])
  }

  @Test func decodingErrorsAreQuotedByRelease() throws {
    let duration = universal(#"{"http":{"perTryTimeout":"5"}}"#)
    #expect(try kuma(verdict(duration, Release(2, 4, 0)))[0].contains(#"object: 'error"#))
    #expect(try kuma(verdict(duration, Release(2, 6, 0)))[0].contains(#"duration \"5\""""#))
  }

  @Test func kubernetesPathsAreDoubledUpTo27() throws {
    let json = """
      {"apiVersion":"kuma.io/v1alpha1","kind":"MeshRetry",\
      "metadata":{"name":"r","namespace":"kuma-system"},\
      "spec":{"targetRef":{"kind":"Mesh"},"to":[]}}
      """
    #expect(
      try kuma(verdict(json)) == ["validator: spec.spec.to: needs at least one item"])
    #expect(
      try kuma(verdict(json, Release(2, 8, 0))) == ["validator: spec.to: needs at least one item"])
    #expect(try verdict(json, Release(2, 14, 0)).isAccepted)
  }

  @Test func nullIsAnErrorInUniversalAndDroppedOnKubernetes() throws {
    let spec = """
      "spec":{"targetRef":{"kind":"Mesh"},\
      "to":[{"targetRef":{"kind":"Mesh"},"default":{"http":{"numRetries":null,"retryOn":[]}}}]}
      """
    let universal = #"{"type":"MeshRetry","mesh":"default","name":"r",\#(spec)}"#
    #expect(
      try kuma(verdict(universal)) == [
        "schema: spec.to[0].default.http.numRetries: in body must be of type integer: \"null\""
      ])
    let kubernetes = """
      {"apiVersion":"kuma.io/v1alpha1","kind":"MeshRetry",\
      "metadata":{"name":"r","namespace":"kuma-system"},\(spec)}
      """
    #expect(try verdict(kubernetes).isAccepted)
  }

  @Test func keysMatchInAnyLetterCaseInUniversalForm() throws {
    let spec = try verdict(universal(#"{"http":{"NumRetries":3}}"#)).spec
    #expect(spec?.to?.first?.conf.http?.numRetries == 3)
  }

  @Test func findingsPointAtTheValueOrTheKeyThatLacksIt() throws {
    let json = universal(#"{"http":{}}"#)
    let finding = try #require(try verdict(json).findings.first)
    #expect(finding.path == "spec.to[0].default.http")
    let start = try #require(finding.location?.range.start)
    let before = json.prefix(Int(start.column) - 1)
    #expect(json.dropFirst(before.count).hasPrefix("\"http\""))
  }
}
