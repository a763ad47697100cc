import JSON
import MeshRetryCore
import SystemIO
import ToolSupport
import YAML

/// Reads every operand, document by document: judged, reported, written.
final class ParseRun {
  let options: MRParse
  let judge: PolicyJudge
  let linter: Linter
  let run: ToolRun
  private var mesh: MeshLinter

  init(options: MRParse, release: Release, run: ToolRun) {
    self.options = options
    self.run = run
    judge = PolicyJudge(
      release: release,
      systemNamespaces: options.systemNamespace.map { [$0] }
        ?? PolicyJudge.defaultSystemNamespaces)
    linter = Linter(release: release)
    mesh = MeshLinter(release: release)
  }

  private static let extensions = ["yaml", "yml", "json"]

  func parse(_ operands: [String]) throws {
    var documents = 0
    for operand in operands.isEmpty ? ["-"] : operands {
      if operand != "-" && Directory.exists(operand) {
        for file in try Directory.files(
          in: operand, extensions: Self.extensions, recursive: options.recursive)
        {
          documents += try parse(file: file, isListed: true)
        }
      } else {
        documents += try parse(file: operand, isListed: false)
      }
    }
    try run.report(mesh.findings())
    if documents == 0 && run.status == .fine {
      try run.complain("no input: expected YAML documents", .trouble)
    }
  }

  /// Reads one file; returns the number of documents with something in them. `isListed`: it was found in
  /// a directory, where a file that holds no resources is passed over.
  private func parse(file path: String, isListed: Bool) throws -> Int {
    let name = path == "-" ? run.standardInputName : path
    var documents = 0
    do {
      let parser = try YAMLParser(FileBytes(try InputFile(path: path, name: name)))
      while true {
        do {
          guard let document = try parser.next() else { return documents }
          if try take(document, name, isListed) { documents += 1 }
        } catch let error as YAMLError {
          documents += 1
          try run.reportMalformed(finding(error, name))
          if error.endsStream { return documents }
        }
      }
    } catch let error as SystemError {
      try run.complain(error.message, .trouble)
      return documents
    }
  }

  /// Judges a document and writes it when it passes; false for an empty one.
  private func take(_ document: JSONDocument, _ file: String, _ isListed: Bool) throws -> Bool {
    if options.noValidate {
      if !options.check { try write(document.root, file) }
      return true
    }
    if document.root.isNull { return false }
    try run.report(PolicyJudge.duplicateKeys(in: document, file: file))
    for root in ResourceList.unwrap(document.root) {
      var verdict = judge.verdict(on: root, file: file, linter: linter)
      if isListed && verdict.findings.contains(where: { $0.code == .notAResource }) {
        for index in verdict.findings.indices { verdict.findings[index].severity = .note }
      }
      try run.report(verdict.findings)
      mesh.add(root, verdict, file: file)
      if verdict.passes && !options.check { try write(root, file) }
    }
    return true
  }

  private func write(_ root: JSONNode, _ file: String) throws {
    if options.locations { try run.emit(root, locatedIn: file) } else { try run.emit(root) }
  }

  private func finding(_ error: YAMLError, _ file: String) -> Finding {
    Finding(
      error.endsStream ? .syntax : .unreadableDocument, error.message,
      at: SourceLocation(
        file: file, range: TextRange(start: error.position, end: error.position)),
      kuma: .init(
        stage: .yaml, field: "",
        message: "yaml: line \(error.position.line): \(error.message)"))
  }
}
