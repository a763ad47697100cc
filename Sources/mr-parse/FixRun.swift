import JSON
import MeshRetryCore
import SystemIO
import ToolSupport

/// Corrects what has exactly one right answer, where it stands, and reports what is left.
struct FixRun {
  /// What becomes of the corrected text.
  enum Destination {
    /// Standard output.
    case output
    /// The file itself.
    case file
    /// A unified diff on standard output.
    case diff
  }

  let options: ReadingOptions
  let destination: Destination
  let run: ToolRun

  /// Corrections may bring to light what an earlier stage has hidden: as often as Kuma has stages.
  private static let passes = Finding.Stage.allCases.count

  func fix(_ inputs: [ParseRun.Input]) throws {
    for input in inputs {
      do {
        let old = try InputFile(path: input.path, name: input.name).readAll()
        try put(try fixed(old, input), in: input, insteadOf: old)
      } catch let error as SystemError {
        try run.complain(error.message, .trouble)
      }
    }
  }

  /// The corrected text; what is found in it is reported.
  private func fixed(_ old: [UInt8], _ input: ParseRun.Input) throws -> [UInt8] {
    var text = old
    for pass in 1...Self.passes {
      var events: [ParseEvent] = []
      var reading = FileReading(input.name, isListed: input.isListed, isAlone: true, options) {
        events.append($0)
      }
      try reading.read(ByteBuffer(text))
      let fixes = events.flatMap { event -> [TextFix] in
        if case .findings(let findings) = event { findings.compactMap(\.fix) } else { [] }
      }
      let next = FixedText(text).applying(fixes)
      if next == text || pass == Self.passes {
        for event in events { try event.deliver(to: run) }
        break
      }
      text = next
    }
    return text
  }

  private func put(_ text: [UInt8], in input: ParseRun.Input, insteadOf old: [UInt8]) throws {
    switch destination {
    case .diff:
      if text != old { run.raise(.findings) }
      try run.emit(text: UnifiedDiff.text(old, text, name: input.name))
    case .file where input.path != "-":
      if text == old { return }
      let file = try OutputFile(path: input.path)
      try file.write(text)
      try file.finish()
    case .output, .file: try run.emit(bytes: text)
    }
  }
}
