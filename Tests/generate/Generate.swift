import Foundation
import JSON
import MeshRetryCore

/// Makes what follows from the tools' own descriptions: the OPTIONS of the manual pages, the completions,
/// and the lists in docs/. `generate BIN` writes, `generate BIN --check` says what differs (status 1).
@main
enum Generate {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count >= 2 else {
      print("usage: generate BIN [--check]")
      exit(2)
    }
    do {
      let files = try GeneratedFiles(tools: arguments[1]).all()
      exit(try arguments.contains("--check") ? check(files) : write(files))
    } catch {
      print("generate: \(error)")
      exit(2)
    }
  }

  private static func write(_ files: [GeneratedFile]) throws -> Int32 {
    for file in files { try Data(file.text.utf8).write(to: URL(filePath: file.path)) }
    return 0
  }

  private static func check(_ files: [GeneratedFile]) -> Int32 {
    let stale = files.filter { file in
      FileManager.default.contents(atPath: file.path) != Data(file.text.utf8)
    }
    for file in stale { print("\(file.path) is out of date: run `make generate`") }
    return stale.isEmpty ? 0 : 1
  }
}

/// A file and what it should hold.
struct GeneratedFile {
  var path: String
  var text: String
}

/// The files that are made, all of them.
struct GeneratedFiles {
  let tools: String
  private static let parsed = ["mr-parse", "mr-match", "mr-envoy", "mr-backoff"]

  func all() throws -> [GeneratedFile] {
    try (Self.parsed + ["mr-query"]).flatMap { tool in
      [try manual(tool)] + (try completions(tool))
    } + [try documents(), try releases(), try rules(), try schedule()]
  }

  /// The manual page with its section OPTIONS made anew; the rest is written by hand.
  private func manual(_ tool: String) throws -> GeneratedFile {
    let options =
      tool == "mr-query"
      ? QueryManualOptions.text
      : try ManualOptions(description: output(tool, ["--experimental-dump-help"])).text
    return try page("man/\(tool).1", section: ".SH OPTIONS", options)
  }

  /// meshretry(5) with the kinds that targetRefs may have made anew.
  private func documents() throws -> GeneratedFile {
    try page("man/meshretry.5", section: ManualKinds.head, ManualKinds.text)
  }

  /// A page with one of its sections made anew.
  private func page(_ path: String, section head: String, _ text: String) throws -> GeneratedFile {
    let page = try String(contentsOfFile: path, encoding: .utf8)
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(of: head[...]) else {
      throw Problem(message: "\(path) has no section \(head)")
    }
    let end = lines[(start + 1)...].firstIndex { $0.hasPrefix(".SH ") } ?? lines.endIndex
    let before = lines[..<start].joined(separator: "\n")
    let after = lines[end...].joined(separator: "\n")
    return GeneratedFile(path: path, text: before + "\n" + text + after)
  }

  /// The picture of the README.
  private func schedule() throws -> GeneratedFile {
    let text = try output("mr-backoff", ["--base", "25ms", "--retries", "5", "--format", "svg"])
    return GeneratedFile(path: "docs/schedule.svg", text: text)
  }

  private func completions(_ tool: String) throws -> [GeneratedFile] {
    let scripts =
      tool == "mr-query"
      ? CompletionScripts.query
      : try CompletionScripts(
        tool: tool, description: output(tool, ["--experimental-dump-help"]), titles: ruleTitles())
    return [
      GeneratedFile(path: "completions/\(tool).bash", text: scripts.bash),
      GeneratedFile(path: "completions/_\(tool)", text: scripts.zsh),
      GeneratedFile(path: "completions/\(tool).fish", text: scripts.fish),
    ]
  }

  /// The titles of rules by code.
  private func ruleTitles() throws -> [String: String] {
    let parser = try JSONParser(text: output("mr-parse", ["--list-rules", "--format", "json"]))
    var titles: [String: String] = [:]
    while let rule = try parser.next()?.root {
      if let code = rule["code"]?.string { titles[code] = rule["title"]?.string }
    }
    return titles
  }

  private func releases() throws -> GeneratedFile {
    let changes = try output("mr-match", ["--list-changes"])
    let rows = changes.split(separator: "\n").map { line -> String in
      let parts = line.split(separator: ": ", maxSplits: 1)
      return "| \(parts[0]) | \(parts.count > 1 ? parts[1] : "") |"
    }
    let text = """
      # What differs between releases

      Made by `make generate` from the table in Sources/MeshRetryCore/Releases, which the code asks and
      nothing else does. A list of releases names each backport of a change and, last, the release from
      which all later ones have it. A patch newer than those known behaves as the newest known one.

      | releases | behaviour |
      |---|---|
      \(rows.joined(separator: "\n"))

      """
    return GeneratedFile(path: "docs/releases.md", text: text)
  }

  private func rules() throws -> GeneratedFile {
    let text = try output("mr-parse", ["--list-rules", "--format", "markdown"])
    return GeneratedFile(path: "docs/rules.md", text: text)
  }

  /// What a tool prints.
  private func output(_ tool: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "\(tools)/\(tool)")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Problem(message: "\(tool) \(arguments.joined(separator: " ")) failed")
    }
    return String(decoding: data, as: UTF8.self)
  }
}

/// Why nothing can be made.
struct Problem: Error, CustomStringConvertible {
  var message: String
  var description: String { message }
}
