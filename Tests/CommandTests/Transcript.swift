import Foundation

/// A document with transcripts in it: commands, each followed by what it prints.
///
/// In Markdown a transcript is a fenced block marked `console`; in a manual page it is a block `.EX` whose
/// first line is a command. A command stands after `$ ` and goes on in the next line after a backslash or
/// a pipe at the end of its line, and in an open quotation.
struct TranscriptDocument {
  /// How a document marks its transcripts and writes its characters.
  enum Form {
    case markdown, manual
  }

  /// A command and the output that stands below it.
  struct Step {
    var command: String
    var output = ""
    /// The lines of the output in the document, from 0.
    var place: Range<Int>
  }

  let form: Form
  private let lines: [String]
  let steps: [Step]
  /// The lines that belong to no transcript.
  let prose: [String]

  /// The document in a file: a manual page, unless its name ends in `.md`.
  init(contentsOf file: URL) throws {
    form = file.pathExtension == "md" ? .markdown : .manual
    lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    var parser = TranscriptParser(form)
    for (index, line) in lines.enumerated() { parser.add(line, at: index) }
    (steps, prose) = (parser.steps, parser.prose)
  }

  /// The text with other outputs: one for each step, nil to leave what stands there.
  func text(withOutputs outputs: [String?]) -> String {
    var lines = lines
    for (step, output) in zip(steps, outputs).reversed() {
      guard let output else { continue }
      var new = output.components(separatedBy: "\n")
      // What follows the last end of a line is no line.
      if new.last == "" { new.removeLast() }
      lines.replaceSubrange(step.place, with: new.map(encoded))
    }
    return lines.joined(separator: "\n")
  }

  private func encoded(_ line: String) -> String {
    form == .markdown ? line : ManualText.encoded(line)
  }
}

/// Finds the steps of a document, line by line.
private struct TranscriptParser {
  private let form: TranscriptDocument.Form
  private let (open, close): (String, String)
  private(set) var steps: [TranscriptDocument.Step] = []
  private(set) var prose: [String] = []
  private var isInside = false
  private var isCommand = false

  init(_ form: TranscriptDocument.Form) {
    self.form = form
    (open, close) = form == .markdown ? ("```console", "```") : (".EX", ".EE")
  }

  mutating func add(_ line: String, at index: Int) {
    if line == open {
      (isInside, isCommand) = (true, false)
    } else if line == close {
      isInside = false
    }
    guard isInside, line != open else { return prose.append(line) }
    let text = form == .markdown ? line : ManualText.plain(line)
    if isCommand, let last = steps.indices.last {
      steps[last].command += "\n" + text
      steps[last].place = index + 1..<index + 1
      isCommand = Self.goesOn(steps[last].command)
    } else if text.hasPrefix("$ ") {
      let command = String(text.dropFirst(2))
      steps.append(TranscriptDocument.Step(command: command, place: index + 1..<index + 1))
      isCommand = Self.goesOn(command)
    } else if let last = steps.indices.last, steps[last].place.upperBound == index {
      steps[last].output += text + "\n"
      steps[last].place = steps[last].place.lowerBound..<index + 1
    } else {
      prose.append(line)
    }
  }

  private static func goesOn(_ command: String) -> Bool {
    command.hasSuffix("\\") || command.hasSuffix("|") || command.count { $0 == "'" } % 2 == 1
  }
}

/// Lines of a manual page's examples, as roff and as they are shown.
enum ManualText {
  private static let escapes: [(character: Character, roff: String)] = [
    ("\\", "\\e"), ("-", "\\-"), ("'", "\\(aq"), ("`", "\\(ga"), ("^", "\\(ha"), ("~", "\\(ti"),
  ]

  /// A line as roff that is shown as it stands.
  static func encoded(_ line: String) -> String {
    var result = line.hasPrefix(".") ? "\\&" : ""
    for character in line {
      if let escape = escapes.first(where: { $0.character == character }) {
        result += escape.roff
      } else if character.isASCII {
        result.append(character)
      } else {
        for scalar in character.unicodeScalars {
          result += "\\[u\(String(format: "%04X", scalar.value))]"
        }
      }
    }
    return result
  }

  /// What a line of roff shows.
  static func plain(_ line: String) -> String {
    var result = line.replacing("\\&", with: "").replacing(#/\\\[u([0-9A-F]{4,6})\]/#) { match in
      UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map { String($0) } ?? ""
    }
    // The backslash itself comes last: what it makes is no escape.
    for (character, roff) in escapes.reversed() {
      result = result.replacing(roff, with: String(character))
    }
    return result
  }
}
