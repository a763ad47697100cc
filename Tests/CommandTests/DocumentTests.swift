import Foundation
import Testing

/// Every transcript in the documents is what the tools really print (see `TranscriptDocument`).
///
/// The commands of a document run one after the other in a copy of the repository without its sources.
/// With REWRITE_GOLDENS=1 the outputs in the documents are written anew.
@Suite struct DocumentTests {
  static let documents: [String] = {
    let readme = ["README.md", "CONTRIBUTING.md"]
    let folders = ["docs", "man", "examples"].flatMap { folder in
      let files = FileManager.default.enumerator(
        atPath: Place.repository.appending(path: folder).path)
      return (files?.compactMap { $0 as? String } ?? []).map { "\(folder)/\($0)" }
    }
    return readme
      + folders.filter { name in
        name.hasPrefix("man/") || name.hasSuffix("/README.md")
          || name.hasPrefix("docs/") && name.hasSuffix(".md")
      }.sorted()
  }()

  /// Programs that a transcript may use and a machine may lack; `scripts/setup test` installs them.
  private static let optional = ["envoy", "parallel", "jq", "dot"]

  @Test(arguments: ["README.md"] + documents.filter { $0.hasPrefix("man/") })
  func hasTranscripts(_ name: String) throws {
    let document = try TranscriptDocument(contentsOf: Place.repository.appending(path: name))
    #expect(!document.steps.isEmpty)
  }

  /// A command that stands anywhere else than in a transcript is not run.
  @Test(arguments: documents) func commandsStandInTranscripts(_ name: String) throws {
    let document = try TranscriptDocument(contentsOf: Place.repository.appending(path: name))
    for line in document.prose {
      #expect(!line.hasPrefix("    mr-") && !line.hasPrefix("mr\\-"), "not run: \(line)")
      #expect(!["```sh", "```bash", "```shell"].contains(line), "not run: \(name)")
    }
  }

  @Test(arguments: documents) func comesOutAsWritten(_ name: String) throws {
    let file = Place.repository.appending(path: name)
    let document = try TranscriptDocument(contentsOf: file)
    if document.steps.isEmpty { return }
    let scratch = try Shell.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: scratch) }
    let environment = try Self.furnish(scratch)
    var outputs: [String?] = []
    for step in document.steps {
      let missing = try Self.missing(step.command, environment)
      if let missing { print("skipped, \(missing) is not installed: \(name): \(step.command)") }
      guard missing == nil else {
        outputs.append(nil)
        continue
      }
      let outcome = try Shell.run(
        "exec 2>&1; \(step.command)", in: scratch.appending(path: "copy"),
        environment: environment)
      let output = String(decoding: outcome.output, as: UTF8.self)
      outputs.append(output)
      if ProcessInfo.processInfo.environment["REWRITE_GOLDENS"] == "1" { continue }
      #expect(output == step.output, "\(name): $ \(step.command)")
    }
    if ProcessInfo.processInfo.environment["REWRITE_GOLDENS"] == "1" {
      try Data(document.text(withOutputs: outputs).utf8).write(to: file)
    }
  }

  /// What a reader has: the repository's files in `copy`, the module of mr-query where jq looks for
  /// modules, and Envoy, if it is there, along the path. The environment to go with it.
  private static func furnish(_ scratch: URL) throws -> [String: String] {
    let files = FileManager.default
    let copy = scratch.appending(path: "copy")
    try files.createDirectory(at: copy, withIntermediateDirectories: true)
    for name in try files.contentsOfDirectory(atPath: Place.repository.path)
    where !name.hasPrefix(".") && !["bin", "Sources", "Tests"].contains(name) {
      try files.copyItem(
        at: Place.repository.appending(path: name), to: copy.appending(path: name))
    }
    let home = scratch.appending(path: "home")
    try files.createDirectory(at: home, withIntermediateDirectories: true)
    try files.copyItem(
      at: Place.repository.appending(path: "share/jq"), to: home.appending(path: ".jq"))
    let envoy = try Shell.run(
      "test -x .venv/bin/envoy-path && dirname \"$(.venv/bin/envoy-path)\"", in: Place.repository)
    let folder = String(decoding: envoy.output, as: UTF8.self).trimmingCharacters(
      in: .whitespacesAndNewlines)
    return [
      "HOME": home.path,
      "PATH":
        ([Place.tools, "/usr/local/bin", "/usr/bin", "/bin"]
        + (folder.isEmpty ? [] : [folder])).joined(separator: ":"),
    ]
  }

  /// An optional program that a command runs and that is not there.
  private static func missing(_ command: String, _ environment: [String: String]) throws -> String?
  {
    try optional.first { program in
      guard try Regex("(^|[|&;(\\n])\\s*\(program)\\b").firstMatch(in: command) != nil else {
        return false
      }
      return try Shell.run("command -v \(program)", in: Place.repository, environment: environment)
        .status != 0
    }
  }
}
