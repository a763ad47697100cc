import Foundation
import Testing

/// What real shells offer when TAB is pressed. `Tests/completions/offers` asks them.
@Suite struct CompletionTests {
  static let shells = ["bash", "zsh", "fish"].filter { shell in
    let missing = (shell == "fish" ? [shell] : [shell, "script"]).first { program in
      !["/bin/", "/usr/bin/", "/usr/local/bin/"].contains {
        FileManager.default.isExecutableFile(atPath: $0 + program)
      }
    }
    if let missing { print("completions of \(shell): skipped, \(missing) is not installed") }
    return missing == nil
  }

  /// A line, and the words that are offered at its end.
  static let offers: [(line: String, words: String)] = [
    ("mr-parse --report ", "github json junit sarif text"),
    ("mr-parse --report=s", "--report=sarif"),
    ("mr-parse --only MR02", (0...9).map { "MR02\($0)" }.joined(separator: " ")),
    ("mr-parse --disable MR012,MR10", "MR012,MR100 MR012,MR101 MR012,MR102"),
    ("mr-parse --no-", "--no-validate"),
    ("mr-parse m", "mesh.json mesh.yaml"),
    ("mr-parse --check policies/", "policies/mobile.yaml policies/web.yaml"),
    ("mr-parse w", "with blanks.yaml"),
    ("mr-match --release 2.1", "2.10 2.11 2.12 2.13 2.14"),
    ("mr-match --against-release 2.14", "2.14"),
    ("mr-match --zone ", ""),
    ("mr-match ", "build.ndjson mesh.json policies"),
    ("mr-envoy --emit r", "retry-policy route"),
    ("mr-envoy --apply m", "mesh.json"),
    ("mr-backoff --format ", "chart csv json svg table"),
    ("mr-backoff --response R", "README"),
    ("mr-query --yaml", "--yaml-output"),
    ("mr-query -L ", "policies"),
    ("mr-query . me", "mesh.json mesh.yaml"),
  ]

  @Test(arguments: shells, offers) func offered(
    _ shell: String, _ offer: (line: String, words: String)
  ) throws {
    let folder = try Shell.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let files =
      "mkdir policies; touch 'with blanks.yaml' mesh.yaml mesh.json build.ndjson README policies/web.yaml policies/mobile.yaml"
    let root = Place.repository.path
    let outcome = try Shell.run(
      "\(files); '\(root)/Tests/completions/offers' \(shell) '\(root)/completions' '\(offer.line)'",
      in: folder)
    #expect(outcome.status == 0, "\(String(decoding: outcome.errors, as: UTF8.self))")
    // Some shells show that a folder is one.
    let words = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
      .map { $0.hasSuffix("/") ? $0.dropLast() : $0 }
    #expect(words.joined(separator: " ") == offer.words)
  }
}
