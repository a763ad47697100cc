internal import CLibJQ
import SystemIO

/// One run of a program over its inputs: jq's main loop.
public final class FilterRun {
  private let invocation: Invocation
  private let program: Program
  private let inputs: InputValues
  private var results: ResultWriter
  private let standardError: MessageOutput
  /// The outcome of the last input that gave anything worth a status, for --exit-status.
  private var lastOutcome: Outcome?

  /// What became of an input.
  private enum Outcome: Equatable {
    /// The last result counts as true, or as false.
    case truthy, falsy
    /// There was no result.
    case noOutput
    /// The program's own status, or an error's.
    case status(Int32)
  }

  /// The status of an input that is no JSON, and of an error that the program did not catch.
  private static let failure: Int32 = 5
  /// The status of what the system refused.
  private static let systemFailure: Int32 = 2

  /// A run of a compiled program.
  public init(
    _ invocation: consuming Invocation, program: Program, output: OutputFile,
    standardError: MessageOutput
  ) {
    inputs = InputValues(paths: invocation.inputs, form: invocation.inputForm) {
      standardError.write("\($0)\n")
    }
    results = ResultWriter(invocation, output: output)
    self.program = program
    self.standardError = standardError
    program.connect(inputs: inputs, debug: standardError.write, layout: invocation.layout)
    self.invocation = invocation
  }

  /// Runs the program and returns the exit status.
  public func run() throws(SystemError) -> Int32 {
    var outcome = Outcome.noOutput
    if invocation.isNullInput {
      outcome = try process(.null)
    } else {
      outcome = try processInputs()
    }
    try results.finish()
    if inputs.failures > 0 { outcome = .status(Self.systemFailure) }
    return exitStatus(outcome)
  }

  private func processInputs() throws(SystemError) -> Outcome {
    var outcome = Outcome.noOutput
    while inputs.failures == 0 {
      let value = inputs.next()
      if value.isValid {
        outcome = try process(value)
        if outcome == .truthy || outcome == .falsy { lastOutcome = outcome }
        if program.isHalted { break }
      } else if value.isError {
        let message = value.errorMessage()
        if !invocation.inputForm.isSequence {
          report("parse error", message)
          return .status(Self.failure)
        }
        report("ignoring parse error", message)
      } else {
        break
      }
    }
    return outcome
  }

  /// Runs the program on one value.
  private func process(_ value: consuming JV) throws(SystemError) -> Outcome {
    var outcome = Outcome.noOutput
    program.start(value, trace: invocation.trace)
    while true {
      if invocation.trace != .none { try results.flush() }
      let result = program.next()
      if !result.isValid { return finish(outcome, result) }
      if invocation.isNULTerminated && result.containsNUL {
        return finish(
          outcome,
          JV(error: "Cannot dump a string containing NUL with --raw-output0 option"))
      }
      outcome = result.isTruthy ? .truthy : .falsy
      try results.write(result)
    }
  }

  /// The outcome of an input when its results are over, with what there is to say about it.
  private func finish(_ outcome: Outcome, _ end: consuming JV) -> Outcome {
    switch program.halt {
    case .halted(let status, let message): return halted(status, message)
    case .running: break
    }
    guard end.isError else { return outcome }
    let message = end.errorMessage()
    if message.kind == .string {
      report("error (at \(inputs.position))", message)
    } else {
      report("error (at \(inputs.position)) (not a string)", message.compactText)
    }
    return .status(Self.failure)
  }

  private func halted(_ status: borrowing JV, _ message: borrowing JV) -> Outcome {
    switch message.kind {
    case .string: _ = message.withUTF8 { standardError.write($0) }
    case .null, .invalid: break
    default: standardError.write("\(message.compactText.string ?? "")\n")
    }
    guard status.isValid else { return .truthy }
    guard let number = status.number else { return .status(Self.failure) }
    switch Int32(exactly: number.rounded(.towardZero)) {
    case 0: return .truthy
    case -1: return .falsy
    case -4: return .noOutput
    case .some(let status): return .status(status)
    case nil: return .status(Self.failure)
    }
  }

  /// Writes `mr-query: what: message`, the message up to its first NUL, as C prints it.
  private func report(_ what: String, _ message: borrowing JV) {
    let bytes: [UInt8] = message.withUTF8 { Array($0.prefix { $0 != 0 }) } ?? []
    standardError.write(Array("\(MessageOutput.programName): \(what): ".utf8) + bytes + [10])
  }

  private func exitStatus(_ outcome: Outcome) -> Int32 {
    if case .status(let status) = outcome {
      return invocation.reportsStatus ? Int32(truncatingIfNeeded: status.magnitude) : max(status, 0)
    }
    guard invocation.reportsStatus else { return 0 }
    switch outcome == .noOutput ? lastOutcome ?? .noOutput : outcome {
    case .falsy: return 1
    case .noOutput: return 4
    default: return 0
    }
  }
}

extension JV {
  /// What `if` takes for true.
  fileprivate var isTruthy: Bool { kind != .false && kind != .null }

  /// Whether this is a string with a NUL in it.
  fileprivate var containsNUL: Bool { withUTF8 { $0.contains(0) } ?? false }

  /// The value as compact JSON.
  fileprivate var compactText: JV {
    var writer = ValueWriter(Layout().compact)
    writer.write(self)
    return JV(utf8: writer.buffer.bytes)
  }
}
