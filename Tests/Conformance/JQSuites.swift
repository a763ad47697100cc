import Foundation
import JSON

/// mr-query against jq: its command line, and jq's own tests of the language.
func jqSuites(data: String, bin: String) throws -> [SuiteResult] {
  let tool = JQTool(path: "\(bin)/mr-query", modules: "\(data)/jq/1.6/modules")
  var results = [
    try DataFile.suite(
      "jq command line", "\(data)/corpora/jq-cli.jsonl", check: tool.differenceInCommand)
  ]
  for list in ["jq", "man", "onig", "base64", "optional"] {
    results.append(
      try DataFile.suite(
        "jq 1.6 \(list).test", "\(data)/jq/1.6/\(list).tests.jsonl", check: tool.differenceInTest))
  }
  return results
}

/// The tool under test, and how to compare it.
private struct JQTool {
  let path: String
  /// Where the modules of jq's own tests are, if anywhere.
  let modules: String

  /// What came of a run; no status when it had to be killed.
  struct Outcome {
    var status: Int32?
    var crashed = false
    var output: [UInt8] = []
    var errors: [UInt8] = []
  }

  // MARK: Command lines

  /// Runs a command line of the corpus; nil when output, messages and status are as asserted.
  func differenceInCommand(_ record: JSONNode) throws -> String? {
    let folder = try TemporaryFolder(files: record["files"])
    defer { folder.remove() }
    var environment = Self.environment
    for (name, value) in record["env"]?.value.object?.members ?? [] {
      let value = value.string?.replacingOccurrences(of: "@CWD@", with: folder.path)
      environment.removeAll { $0.name == name }
      environment.append((name, value ?? ""))
    }
    let outcome = try run(
      Self.arguments(record), input: DataFile.bytes(record, "stdin", base64: "stdin_b64"),
      in: folder.path, environment: environment)
    guard let expected = record["assert"], expected.value != .null else {
      return outcome.crashed || outcome.status == nil ? "crashes or does not end" : nil
    }
    let ignored = record["doNotAssert"]?.value.array?.compactMap(\.string) ?? []
    return difference(outcome, expected, ignoring: ignored, folder: folder.path)
  }

  private func difference(
    _ outcome: Outcome, _ expected: JSONNode, ignoring ignored: [String], folder: String
  ) -> String? {
    let status = expected["rc"]?.number?.integer(as: Int32.self)
    if outcome.status != status {
      return "status \(outcome.status.map { "\($0)" } ?? "none"), not \(status ?? -1)"
    }
    let output = DataFile.bytes(expected, "out", base64: "out_b64")
    if !ignored.contains("out") && outcome.output != output {
      return "output \(Self.shown(outcome.output)), not \(Self.shown(output))"
    }
    let text = DataFile.bytes(expected, "err", base64: "err_b64")
    let errors = Self.renamed(text, folder: folder)
    if !ignored.contains("err") && outcome.errors != errors {
      return "messages \(Self.shown(outcome.errors)), not \(Self.shown(errors))"
    }
    return nil
  }

  private static func arguments(_ record: JSONNode) -> [[UInt8]] {
    let encoded = record["argv_b64"]?.value.array?.compactMap(\.string)
    if let encoded {
      return encoded.map { Array(Data(base64Encoded: $0) ?? Data()) }
    }
    return (record["argv"]?.value.array ?? []).map { Array(($0.string ?? "").utf8) }
  }

  /// Messages begin with the program's name.
  private static func renamed(_ text: [UInt8], folder: String) -> [UInt8] {
    let lines = text.split(separator: 10, omittingEmptySubsequences: false).map { line in
      let text = String(decoding: line, as: UTF8.self)
        .replacingOccurrences(of: "@CWD@", with: folder)
      return text.hasPrefix("jq: ") ? "mr-query: " + text.dropFirst(4) : text
    }
    return Array(lines.joined(separator: "\n").utf8)
  }

  private static func shown(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.prefix(200), as: UTF8.self).debugDescription
  }

  // MARK: Tests of the language

  /// Runs a test of jq's; nil when the results have the same values, or the program is refused with
  /// the same words.
  func differenceInTest(_ record: JSONNode) throws -> String? {
    let program = Array((record["program"]?.string ?? "").utf8)
    let input = Array((record["input"]?.string ?? "null").utf8)
    let folder = try TemporaryFolder(files: nil)
    defer { folder.remove() }
    let outcome = try run(
      [Array("-c".utf8), Array("-L\(modules)".utf8), program], input: input, in: folder.path,
      environment: Self.environment + [("PAGER", "less")])
    if record["fail"] != nil {
      let words = Self.renamed(Array((record["error"]?.string ?? "").utf8), folder: "")
      let begins = outcome.errors.starts(with: words)
      return outcome.status == 3 && begins ? nil : "status 3 expected, and \(Self.shown(words))"
    }
    let expected = record["output"]?.value.array?.compactMap(\.string) ?? []
    let results = try Self.values(outcome.output)
    let wanted = try Self.values(Array(expected.joined(separator: "\n").utf8))
    if results.count == wanted.count && zip(results, wanted).allSatisfy(Self.areEqual) {
      return nil
    }
    return "\(Self.shown(outcome.output)) for \(Self.shown(program))"
  }

  private static func values(_ text: [UInt8]) throws -> [JSONValue] {
    let parser = JSONParser(ByteBuffer(text))
    var values: [JSONValue] = []
    while let document = try parser.next() { values.append(document.root.value) }
    return values
  }

  /// Numbers are equal as doubles, objects in whatever order.
  private static func areEqual(_ one: JSONValue, _ other: JSONValue) -> Bool {
    switch (one, other) {
    case (.number(let one), .number(let other)): return one.double == other.double
    case (.array(let one), .array(let other)):
      return one.count == other.count && zip(one, other).allSatisfy(areEqual)
    case (.object(let one), .object(let other)):
      return one.count == other.count
        && one.members.allSatisfy { member in
          other[member.key].map { areEqual(member.value, $0) } ?? false
        }
    default: return one == other
    }
  }

  // MARK: Running

  /// A run's environment, in this order: programs can see it.
  private static let environment: [(name: String, value: String)] = [
    ("PATH", "/usr/bin:/bin"), ("HOME", "/nonexistent"), ("LC_ALL", "C.UTF-8"),
    ("TZ", "UTC"),
  ]
  /// Seconds after which a run is given up.
  private static let patience = 10

  /// Runs the tool. Arguments may be no UTF-8, so a shell gets them, in octal.
  private func run(
    _ arguments: [[UInt8]], input: [UInt8], in folder: String,
    environment: [(name: String, value: String)]
  ) throws -> Outcome {
    let files = try TemporaryFolder(files: nil)
    defer { files.remove() }
    let words = arguments.map(Self.quoted).joined(separator: " ")
    let variables = environment.map { Self.quoted(Array("\($0.name)=\($0.value)".utf8)) }
    try Data(input).write(to: URL(fileURLWithPath: "\(files.path)/stdin"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      "-c",
      "exec timeout \(Self.patience) env -i \(variables.joined(separator: " ")) '\(path)' \(words)"
        + " <'\(files.path)/stdin' >'\(files.path)/stdout' 2>'\(files.path)/stderr'",
    ]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    try process.run()
    process.waitUntilExit()
    let timedOut = 124
    let status = process.terminationStatus
    var outcome = Outcome()
    outcome.crashed = process.terminationReason == .uncaughtSignal || status >= 128 && status < 160
    outcome.status = status == timedOut || outcome.crashed ? nil : status
    outcome.output = Array(try Data(contentsOf: URL(fileURLWithPath: "\(files.path)/stdout")))
    outcome.errors = Array(try Data(contentsOf: URL(fileURLWithPath: "\(files.path)/stderr")))
    return outcome
  }

  /// A word for bash, whatever its bytes.
  private static func quoted(_ word: [UInt8]) -> String {
    let escapes = word.map { "\\" + String($0 / 64) + String($0 / 8 % 8) + String($0 % 8) }
    return "$'\(escapes.joined())'"
  }
}

/// A folder that lasts as long as a case.
private struct TemporaryFolder {
  let path: String

  /// - Parameter files: an object of texts by name; names may have folders.
  init(files: JSONNode?) throws {
    let name = "conformance-\(UUID().uuidString)"
    let base = URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath()
    path = base.appendingPathComponent(name).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files?.value.object?.members ?? [] {
      let file = URL(fileURLWithPath: path).appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data((text.string ?? "").utf8).write(to: file)
    }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
