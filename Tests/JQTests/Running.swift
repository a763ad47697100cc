import Foundation
import Testing

@testable import JQ

/// What a program gives on a text, each result as compact JSON; errors as `error: message`.
func results(
  of program: String, on text: String, libraries: [String] = [], form: InputForm = InputForm()
) throws -> [String] {
  let file = try TemporaryFile(Array(text.utf8))
  return try results(of: program, on: file, libraries: libraries, form: form)
}

func results(
  of program: String, on file: TemporaryFile, libraries: [String] = [], form: InputForm
) throws -> [String] {
  var messages: [String] = []
  var places = Program.Places()
  places.libraries = libraries
  let made = Program(places: places) { messages.append(String(decoding: $0, as: UTF8.self)) }
  let compiled = try #require(made)
  guard compiled.compile(JV(program), arguments: JV.object) else { return messages }
  let inputs = InputValues(paths: [file.path], form: form) { messages.append($0) }
  compiled.connect(inputs: inputs, debug: { _ in }, layout: Layout())
  var results: [String] = []
  while true {
    let input = inputs.next()
    if input.isError {
      results.append("error: \(input.errorMessage().string ?? "")")
    } else if !input.isValid {
      return results
    } else {
      compiled.start(input)
      results += rest(of: compiled)
    }
  }
}

/// The results of a program that has been started.
private func rest(of program: Program) -> [String] {
  var results: [String] = []
  while true {
    let result = program.next()
    if result.isValid {
      results.append(text(of: result, Layout().compact))
    } else {
      if result.isError { results.append("error: \(result.errorMessage().string ?? "")") }
      return results
    }
  }
}

/// A value as it is printed.
func text(of value: borrowing JV, _ layout: Layout) -> String {
  var writer = ValueWriter(layout)
  writer.write(value)
  return String(decoding: writer.buffer.bytes, as: UTF8.self)
}

/// A file that lasts as long as its owner.
final class TemporaryFile {
  let path: String

  init(_ bytes: [UInt8]) throws {
    path = NSTemporaryDirectory() + "/jq-tests-\(UUID().uuidString)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Words as the system hands them over; they stay in memory.
func words(_ texts: [String]) -> [Argument] {
  texts.compactMap { strdup($0).map { Argument($0) } }
}
