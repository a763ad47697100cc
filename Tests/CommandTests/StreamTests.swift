import Foundation
import Testing

/// What all five tools promise about streams and exit statuses.
@Suite struct StreamTests {
  static let tools = ["mr-parse", "mr-match", "mr-envoy", "mr-backoff", "mr-query ."]
  static let jsonTools = ["mr-match", "mr-envoy", "mr-backoff"]
  let folder = Place.repository

  @Test(arguments: tools) func namesItsVersion(_ tool: String) throws {
    let name = tool.split(separator: " ")[0]
    let outcome = try Shell.run("\(name) -V", in: folder)
    let text = String(decoding: outcome.output, as: UTF8.self)
    #expect(text.hasPrefix("\(name) (meshretry) "))
    #expect(outcome.status == 0)
  }

  @Test(arguments: tools) func helpGoesToStandardOutput(_ tool: String) throws {
    let name = tool.split(separator: " ")[0]
    let outcome = try Shell.run("\(name) --help", in: folder)
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    let text = String(decoding: outcome.output, as: UTF8.self)
    let lower = text.lowercased()
    let examples = try #require(lower.range(of: "examples"))
    let usage = try #require(lower.range(of: "usage:"))
    #expect(examples.lowerBound < usage.lowerBound)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test(arguments: ["mr-parse", "mr-match", "mr-envoy"]) func emptyInputIsNoSuccess(
    _ tool: String
  ) throws {
    let outcome = try Shell.run("\(tool) </dev/null", in: folder)
    #expect(outcome.status == 2)
    #expect(!outcome.errors.isEmpty)
  }

  @Test(arguments: tools) func unknownOptionIsUsage(_ tool: String) throws {
    let outcome = try Shell.run("\(tool) --no-such-option </dev/null", in: folder)
    #expect(outcome.status == 2)
  }

  @Test(arguments: tools) func directoryAndMissingFileAreTrouble(_ tool: String) throws {
    let isQuery = tool.hasPrefix("mr-query")
    let operands = tool == "mr-parse" ? ["/dev/null/none"] : ["/", "/dev/null/none"]
    for operand in operands {
      let outcome = try Shell.run("\(tool) \(operand)", in: folder)
      #expect(outcome.status == 2, "\(tool) \(operand)")
      // jq says nothing of a directory, and mr-query is jq.
      #expect(!outcome.errors.isEmpty || isQuery && operand == "/")
    }
  }

  @Test(arguments: jsonTools) func badJSONHasAPosition(_ tool: String) throws {
    let outcome = try Shell.run(
      #"printf '{"kind":"EffectiveMeshRetry",\n "version":1,,}' | \#(tool)"#, in: folder)
    #expect(outcome.status == 2)
    #expect(String(decoding: outcome.errors, as: UTF8.self).contains("<stdin>:2:14: error: "))
  }

  @Test func closedPipeEndsQuietly() throws {
    let outcome = try Shell.run(
      "yes 'a: 1\n---' | mr-parse --no-validate | head -n 1", in: folder)
    #expect(String(decoding: outcome.output, as: UTF8.self) == "{\"a\":1}\n")
    #expect(outcome.errors.isEmpty)
  }

  @Test func fullDiskIsTrouble() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let outcome = try Shell.run(
      "mr-parse examples/mesh.yaml >/dev/full", in: folder)
    #expect(outcome.status == 2)
    #expect(!outcome.errors.isEmpty)
  }

  @Test func outputFileIsReplacedWhole() throws {
    let work = try Shell.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: work) }
    let examples = folder.appending(path: "examples/mesh.yaml").path
    let fine = try Shell.run("mr-parse -o out.json \(examples)", in: work)
    #expect(fine.status == 0)
    let before = try Data(contentsOf: work.appending(path: "out.json"))
    #expect(!before.isEmpty)
    let failed = try Shell.run("mr-parse -o out.json /dev/null/none", in: work)
    #expect(failed.status == 2)
    let names = try FileManager.default.contentsOfDirectory(atPath: work.path)
    #expect(names == ["out.json"])
  }
}
