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
  func manualIsWellFormed(_ tool: String) throws {
    let page = try String(
      contentsOf: Place.repository.appending(path: "man/\(tool).1"), encoding: .utf8)
    for section in [
      "NAME", "SYNOPSIS", "EXAMPLES", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "SEE ALSO",
    ] {
      let quoted = section.contains(" ") && page.contains("\n.SH \"\(section)\"\n")
      #expect(quoted || page.contains("\n.SH \(section)\n"), "\(tool) lacks \(section)")
    }
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/groff") else { return }
    let outcome = try Shell.run(
      "groff -man -Tutf8 -ww man/\(tool).1 >/dev/null", in: Place.repository)
    #expect(String(decoding: outcome.errors, as: UTF8.self) == "")
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
