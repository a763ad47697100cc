import Foundation
import Testing

/// The folders of Tests/Fixtures: a command line, what it reads, and what it must come to.
///
/// `cmd` runs in a copy of `files/`; `stdin`, `stderr` and `status` may be missing (nothing, nothing, 0).
/// With REWRITE_GOLDENS=1 the expectations are written anew from what the tools print.
@Suite struct FixtureTests {
  static let root = Place.repository.appending(path: "Tests/Fixtures")

  static let cases: [String] = {
    let tools = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return tools.flatMap { tool in
      ((try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: tool).path)) ?? [])
        .map { "\(tool)/\($0)" }
    }.sorted()
  }()

  @Test func thereAreCases() { #expect(Self.cases.count > 50) }

  @Test(arguments: cases) func comesOut(_ name: String) throws {
    let folder = Self.root.appending(path: name)
    let command = try #require(text(folder, "cmd"), "\(name) has no cmd")
    let work = try Shell.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: work) }
    let files = folder.appending(path: "files")
    for file in (try? FileManager.default.contentsOfDirectory(atPath: files.path)) ?? [] {
      try FileManager.default.copyItem(
        at: files.appending(path: file), to: work.appending(path: file))
    }
    let outcome = try Shell.run(
      command, in: work,
      input: FileManager.default.contents(atPath: folder.path + "/stdin") ?? Data())
    if ProcessInfo.processInfo.environment["REWRITE_GOLDENS"] == "1" {
      return try rewrite(folder, outcome)
    }
    let status =
      text(folder, "status").flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
      ?? 0
    #expect(String(decoding: outcome.output, as: UTF8.self) == text(folder, "stdout") ?? "")
    #expect(String(decoding: outcome.errors, as: UTF8.self) == text(folder, "stderr") ?? "")
    #expect(outcome.status == status)
  }

  private func text(_ folder: URL, _ name: String) -> String? {
    FileManager.default.contents(atPath: folder.appending(path: name).path).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private func rewrite(_ folder: URL, _ outcome: Shell.Outcome) throws {
    try outcome.output.write(to: folder.appending(path: "stdout"))
    let optional: [(String, Data, Bool)] = [
      ("stderr", outcome.errors, outcome.errors.isEmpty),
      ("status", Data("\(outcome.status)\n".utf8), outcome.status == 0),
    ]
    for (name, data, isDefault) in optional {
      let file = folder.appending(path: name)
      if isDefault {
        try? FileManager.default.removeItem(at: file)
      } else {
        try data.write(to: file)
      }
    }
  }
}
