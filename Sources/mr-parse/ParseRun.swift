import JSON
import MeshRetryCore
import SystemIO
import ToolSupport

/// Reads every operand: directories are listed, several files are read on all cores, and what comes of
/// them is put out in order.
struct ParseRun {
  let options: ReadingOptions
  let isRecursive: Bool
  let run: ToolRun
  /// For what the end of the run needs of all policies.
  private let scratch = TemporaryFile()

  private static let extensions = ["yaml", "yml", "json"]

  /// The bytes that may wait for their turn: those of files behind one that takes long.
  private static let waitingLimit = 8 << 20

  /// A file to read.
  struct Input: Sendable {
    var path: String
    var name: String
    var isListed: Bool
  }

  func parse(_ operands: [String]) throws {
    FreeMemory.keepLittle()
    let inputs = try inputs(operands)
    var outcomes = FileOutcomes(options.release, scratch: scratch)
    if inputs.count == 1, let input = inputs.first {
      var reading = FileReading(
        input.name, isListed: input.isListed, isAlone: true, options, scratch: scratch,
        whenLarge: { _ in FreeMemory.giveBack() }
      ) { event in try event.deliver(to: run) }
      try reading.read(path: input.path)
      outcomes.append(reading.outcome)
    } else {
      try OrderedWork.run(
        inputs.count, limit: Self.waitingLimit,
        { [options, scratch] in Self.read(inputs[$0], options, scratch, $1) }
      ) { (piece: FilePiece) in
        switch piece {
        case .events(let events): for event in events { try event.deliver(to: run) }
        case .outcome(let outcome): outcomes.append(outcome)
        }
      }
    }
    try finish(&outcomes)
  }

  /// Reads a file; what comes of it waits until it is its turn.
  private static func read(
    _ input: Input, _ options: ReadingOptions, _ scratch: TemporaryFile,
    _ output: OrderedWork.Output<FilePiece>
  ) {
    let batch = EventBatch(output)
    var reading = FileReading(
      input.name, isListed: input.isListed, isAlone: false, options, scratch: scratch,
      whenLarge: { canWait in
        if canWait { output.waitForTurn() }
        FreeMemory.giveBack()
      }
    ) { event in try batch.add(event) }
    do {
      do {
        try reading.read(path: input.path)
      } catch let error where !(error is OrderedWork.Stopped) {
        try batch.add(.unreadable("\(input.name): \(error)"))
      }
      try batch.finish(reading.outcome)
    } catch {
      // Nobody wants the rest: the run has ended with another error.
    }
  }

  /// The files that the operands come to; none is standard input.
  func inputs(_ operands: [String]) throws -> [Input] {
    try (operands.isEmpty ? ["-"] : operands).flatMap { operand -> [Input] in
      if operand == "-" {
        return [Input(path: operand, name: run.standardInputName, isListed: false)]
      }
      guard Directory.exists(operand) else {
        return [Input(path: operand, name: operand, isListed: false)]
      }
      return try Directory.files(
        in: operand, extensions: Self.extensions, recursive: isRecursive
      ).map { Input(path: $0, name: $0, isListed: true) }
    }
  }

  /// What can only be said when all is read.
  private func finish(_ outcomes: inout FileOutcomes) throws {
    try outcomes.findings { try run.report(options.selection.filter($0)) }
    if outcomes.documents == 0 && run.status == .fine {
      try run.complain("no input: expected YAML documents", .trouble)
    }
  }
}

extension TemporaryFile: ScratchSpace {
  /// Puts bytes at the end of the file.
  public func put(_ bytes: [UInt8]) -> Range<Int>? {
    append(bytes).map { $0..<$0 + bytes.count }
  }

  /// The bytes there.
  public func bytes(at place: Range<Int>) throws -> [UInt8] {
    try bytes(at: place.lowerBound, count: place.count)
  }
}
