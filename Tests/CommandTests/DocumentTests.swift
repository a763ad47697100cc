import Foundation
import Testing

/// Every transcript in the documents is what the tools really print: fenced blocks marked `console`,
/// lines `$ command`, each followed by its output. They run in the repository's root.
@Suite struct DocumentTests {
  static let documents = ["README.md", "examples/gitops/README.md"]

  /// A command of a transcript and the output that stands below it.
  struct Step: CustomTestStringConvertible, Sendable {
    var document: String
    var command: String
    var output: String

    var testDescription: String { "\(document): \(command)" }
  }

  static let steps: [Step] = documents.flatMap { name -> [Step] in
    let path = Place.repository.appending(path: name).path
    let text = FileManager.default.contents(atPath: path).map {
      String(decoding: $0, as: UTF8.self)
    }
    return transcripts(in: text ?? "").flatMap { steps(of: $0, in: name) }
  }

  @Test func thereAreTranscripts() { #expect(Self.steps.count >= 5) }

  @Test(arguments: steps) func comesOutAsWritten(_ step: Step) throws {
    let outcome = try Shell.run("exec 2>&1; \(step.command)", in: Place.repository)
    #expect(String(decoding: outcome.output, as: UTF8.self) == step.output)
  }

  private static func transcripts(in text: String) -> [[Substring]] {
    var result: [[Substring]] = []
    var current: [Substring]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "```console" {
        current = []
      } else if line == "```", let lines = current {
        result.append(lines)
        current = nil
      } else {
        current?.append(line)
      }
    }
    return result
  }

  /// A command may go on after a backslash at the end of its line.
  private static func steps(of lines: [Substring], in document: String) -> [Step] {
    var steps: [Step] = []
    var isCommand = false
    for line in lines {
      if line.hasPrefix("$ ") {
        steps.append(Step(document: document, command: String(line.dropFirst(2)), output: ""))
        isCommand = line.hasSuffix("\\")
      } else if isCommand, !steps.isEmpty {
        steps[steps.count - 1].command += "\n" + line
        isCommand = line.hasSuffix("\\")
      } else if !steps.isEmpty {
        steps[steps.count - 1].output += line + "\n"
      }
    }
    return steps
  }
}
