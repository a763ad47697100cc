import Foundation
import Testing

/// What is made from the tools' own descriptions must be what `make generate` would make now.
@Suite struct DriftTests {
  @Test func generatedFilesAreUpToDate() throws {
    let outcome = try Shell.run("generate '\(Place.tools)' --check", in: Place.repository)
    #expect(String(decoding: outcome.output, as: UTF8.self) == "")
    #expect(outcome.status == 0)
  }

  @Test(arguments: ["mr-parse", "mr-match", "mr-envoy", "mr-backoff", "mr-query"])
  func bashCompletionIsShell(_ tool: String) throws {
    let outcome = try Shell.run(
      "bash -n completions/\(tool).bash && test -s completions/_\(tool) && test -s completions/\(tool).fish",
      in: Place.repository)
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
  }
}
