import Foundation
import Testing

/// The parts of `mr-match --shard` over a mesh of 60 proxies: together they are one run.
@Suite struct ShardTests {
  /// The mesh with one proxy for each number.
  private static func mesh(_ numbers: Range<Int>) -> String {
    let policy =
      #"{"type":"MeshRetry","mesh":"default","name":"all","spec":{"targetRef":{"kind":"Mesh"},"#
      + #""to":[{"targetRef":{"kind":"Mesh"},"default":{"http":{"numRetries":3}}}]}}"#
    let proxies = numbers.map { number in
      #"{"type":"Dataplane","mesh":"default","name":"web-\#(number)","networking":{"address":"#
        + #""10.0.0.\#(number)","inbound":[{"port":80,"tags":{"kuma.io/service":"web","#
        + #""kuma.io/protocol":"http"}}],"outbound":[{"port":10001,"tags":{"kuma.io/service":"web"}}]}}"#
    }
    return ([#"{"type":"Mesh","name":"default"}"#, policy] + proxies).joined(separator: "\n")
  }

  /// The names of the proxies in each part.
  private static func parts(_ count: Int, of numbers: Range<Int>) throws -> [Set<String>] {
    try (1...count).map { index in
      let outcome = try Shell.run(
        "mr-match --shard \(index)/\(count) | mr-query -r .dataplane", in: Place.repository,
        input: Data(mesh(numbers).utf8))
      #expect(outcome.status == 0)
      return Set(
        String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").map(String.init))
    }
  }

  @Test(arguments: [1, 2, 7]) func everyProxyIsInOnePart(_ count: Int) throws {
    let parts = try Self.parts(count, of: 1..<61)
    #expect(parts.map(\.count).reduce(0, +) == 60)
    #expect(parts.reduce(into: Set()) { $0.formUnion($1) }.count == 60)
    if count == 2 { #expect(parts.allSatisfy { (15...45).contains($0.count) }) }
  }

  @Test func otherProxiesDoNotMatter() throws {
    let few = try Self.parts(3, of: 1..<31)
    let many = try Self.parts(3, of: 1..<61)
    for (few, many) in zip(few, many) { #expect(few.isSubset(of: many)) }
  }

  @Test(arguments: [
    "seq 4 | xargs -P 4 -I @ mr-match --shard @/4 -o part-@.json mesh.json && cat part-*.json",
    "parallel mr-match --shard {}/4 mesh.json ::: 1 2 3 4",
  ]) func partsAreTheSameBytes(_ command: String) throws {
    let folder = try Shell.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = command.hasPrefix("parallel") ? "parallel" : "xargs"
    guard try Shell.run("command -v \(program)", in: folder).status == 0 else {
      return print("skipped, \(program) is not installed: \(command)")
    }
    try Data(Self.mesh(1..<61).utf8).write(to: folder.appending(path: "mesh.json"))
    let whole = try Shell.run("mr-match mesh.json | sort", in: folder)
    // GNU parallel keeps things in a folder of the home folder.
    let parts = try Shell.run(
      "(\(command)) | sort", in: folder, environment: ["HOME": folder.path])
    #expect(whole.output.count > 60 * 100)
    #expect(parts.output == whole.output)
    #expect(parts.errors.isEmpty)
  }
}
