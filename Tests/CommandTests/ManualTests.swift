import Foundation
import Testing

/// The manual pages: their sections, their form, and that they name everything there is to name.
@Suite struct ManualTests {
  static let pages: [String] =
    ((try? FileManager.default.contentsOfDirectory(
      atPath: Place.repository.appending(path: "man").path)) ?? []).sorted()

  @Test func thereIsAPageForEverything() {
    #expect(
      Set(Self.pages).isSuperset(of: [
        "mr-parse.1", "mr-match.1", "mr-envoy.1", "mr-backoff.1", "mr-query.1", "meshretry.5",
        "meshretry.7",
      ]))
  }

  @Test(arguments: pages) func hasItsSections(_ page: String) throws {
    let sections = try Self.sections(of: page).map(\.title)
    var wanted = ["NAME", "DESCRIPTION", "SEE ALSO", "BUGS"]
    if page.hasSuffix(".1") {
      wanted += ["SYNOPSIS", "EXAMPLES", "OPTIONS", "EXIT STATUS", "ENVIRONMENT"]
    }
    #expect(Set(sections).isSuperset(of: wanted), "\(sections)")
    #expect(sections.first == "NAME")
  }

  /// What stands below EXAMPLES is run: each block begins with a command.
  @Test(arguments: pages) func everyExampleRuns(_ page: String) throws {
    for section in try Self.sections(of: page) where section.title == "EXAMPLES" {
      for (line, next) in zip(section.lines, section.lines.dropFirst()) where line == ".EX" {
        #expect(next.hasPrefix("$ "), "\(page): not run: \(next)")
      }
    }
  }

  @Test(arguments: pages) func groffHasNothingToSay(_ page: String) throws {
    guard try Self.hasGroff() else { return print("skipped, groff is not installed: \(page)") }
    let outcome = try Shell.run(
      "groff -man -ww -Tutf8 -P-cbou -rLL=80n man/\(page)", in: Place.repository)
    #expect(String(decoding: outcome.errors, as: UTF8.self) == "")
    #expect(outcome.status == 0)
    let text = String(decoding: outcome.output, as: UTF8.self)
    for line in text.split(separator: "\n") where line.count > 80 {
      Issue.record("\(page): wider than 80 columns: \(line)")
    }
  }

  /// Every key of a document that a command test prints stands in meshretry(5).
  @Test func everyKeyOfADocumentIsDescribed() throws {
    let bold = try Self.text(of: "meshretry.5").split(separator: "\n").filter {
      $0.hasPrefix(".B") || $0.hasPrefix(".RB")
    }
    let described = Set(bold.flatMap { $0.split { !$0.isLetter && !$0.isNumber } })
    var keys = Set<String>()
    for name in FixtureTests.cases {
      let output = FixtureTests.root.appending(path: "\(name)/stdout")
      let lines = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
      for line in lines.split(separator: "\n") {
        guard let value = try? JSONSerialization.jsonObject(with: Data(line.utf8)),
          let object = value as? [String: Any], Self.isOurs(object)
        else { continue }
        Self.collect(object, into: &keys)
      }
    }
    #expect(keys.count > 50)
    #expect(keys.filter { !described.contains($0[...]) }.sorted() == [])
  }

  // MARK: Reading

  private static func text(of page: String) throws -> String {
    try String(contentsOf: Place.repository.appending(path: "man/\(page)"), encoding: .utf8)
  }

  private static func sections(of page: String) throws -> [(title: String, lines: [Substring])] {
    var sections: [(title: String, lines: [Substring])] = []
    for line in try text(of: page).split(separator: "\n") {
      if line.hasPrefix(".SH ") {
        sections.append((String(line.dropFirst(4).replacing("\"", with: "")), []))
      } else if !sections.isEmpty {
        sections[sections.count - 1].lines.append(line)
      }
    }
    return sections
  }

  private static func hasGroff() throws -> Bool {
    try Shell.run("command -v groff", in: Place.repository).status == 0
  }

  /// Documents of this project: those of a kind, and findings.
  private static func isOurs(_ object: [String: Any]) -> Bool {
    let kinds = [
      "EffectiveMeshRetry", "EffectiveMeshRetryDifference", "MeshRetryReach", "BackOffSchedule",
    ]
    return (object["kind"] as? String).map(kinds.contains) ?? false
      || object["code"] != nil && object["severity"] != nil || object["retryPolicy"] != nil
  }

  /// The keys of an object and of those in it, but not what is Kuma's or Envoy's, and not keys that are
  /// names: of fields.
  private static func collect(_ value: Any, into keys: inout Set<String>) {
    if let array = value as? [Any] { for item in array { collect(item, into: &keys) } }
    guard let object = value as? [String: Any] else { return }
    for (key, value) in object {
      keys.insert(key)
      switch key {
      case "conf", "targetRef", "value", "retryPolicy", "before", "after": continue
      case "fields":
        for field in (value as? [String: Any] ?? [:]).values { collect(field, into: &keys) }
      default: collect(value, into: &keys)
      }
    }
  }
}
