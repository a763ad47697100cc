import Foundation
import JSON
import Testing
import YAML

@testable import MeshRetryCore

/// Every violation that Kuma knows, in every release: the tables in Verdicts/ say in which span of releases
/// which stage refuses it, with which field and text.
@Suite struct VerdictBoundaryTests {
  /// The first and the newest patch of each line.
  private static let releases = Release.newestPatches.flatMap { newest in
    newest.patch == 0 ? [newest] : [Release(newest.major, newest.minor, 0), newest]
  }

  @Test(arguments: ["validator", "metadata", "schema", "targetrefs", "decoding"])
  func everyReleaseSaysWhatTheTableSays(_ name: String) throws {
    let table = try VerdictTable(named: name)
    #expect(!table.cases.isEmpty)
    for row in table.cases {
      for form in [ResourceForm.universal, .kubernetes] where row.isAbout(form) {
        for release in Self.releases {
          let expected = row.expected(release, form, table.kinds)
          #expect(!expected.isEmpty, "\(row.title): no line for \(release)")
          let found = try said(of: row.document(form), form, release)
          #expect(
            row.isOrdered(form, release) ? found == expected : found.sorted() == expected.sorted(),
            "\(name): \(row.title): \(form) \(release): \(found), not \(expected)")
        }
      }
    }
  }

  /// What Kuma says of a document: `stage field: text` for every violation, or `accepted`.
  private func said(
    of text: String, _ form: ResourceForm, _ release: Release
  ) throws -> [String] {
    let document = try #require(try YAMLParser(ByteBuffer(text)).next())
    let verdict = PolicyJudge(release: release).judge(document.root, form: form, file: "f")
    if verdict.isAccepted { return ["accepted"] }
    #expect(verdict.findings.allSatisfy { $0.severity == .error }, "\(text)")
    return verdict.findings.map { finding in
      guard let kuma = finding.kuma else { return "not Kuma's: \(finding.message)" }
      return "\(kuma.stage) \(kuma.field): \(kuma.message)"
    }
  }
}

/// A table of verdicts, read from its file; the form is described in Verdicts/validator.txt.
private struct VerdictTable {
  var cases: [Case] = []
  /// The kinds that schemas list, by span of releases.
  var kinds: [(span: Span, text: String)] = []

  /// Releases from one line to another, both included.
  struct Span {
    let first: Release
    let last: Release?

    /// `2.2`, `2.2-2.4`, `2.5-`.
    init?(_ text: Substring) {
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      guard let first = Release(parsing: String(parts[0])) else { return nil }
      self.first = Release(first.major, first.minor, 0)
      last = parts.count == 1 ? first : parts[1].isEmpty ? nil : Release(parsing: String(parts[1]))
    }

    func contains(_ release: Release) -> Bool {
      release >= first && last.map { release <= $0 } ?? true
    }
  }

  /// A violation: the document that has it, and what each release says.
  struct Case {
    var title: String
    /// `spec`, `conf`, `top`, `to` or `doc`, and the YAML after it.
    var subject: Substring
    var yaml: String
    var lines: [(form: ResourceForm, span: Span, text: String)] = []

    func isAbout(_ form: ResourceForm) -> Bool { lines.contains { $0.form == form } }

    /// The lines for a release, with abbreviations written out.
    func expected(
      _ release: Release, _ form: ResourceForm, _ kinds: [(span: Span, text: String)]
    ) -> [String] {
      let known = kinds.first { $0.span.contains(release) }?.text ?? ""
      let target = subject == "to" ? "spec.to[0].targetRef" : "spec.targetRef"
      return lines.filter { $0.form == form && $0.span.contains(release) }.map { line in
        line.text.replacing("[KINDS]", with: "[\(known)]")
          .replacing(/^(\w+) (spec\.)?P(?=[.:])/) {
            "\($0.1) \($0.2 ?? "")spec.to[0].default.conf"
          }
          .replacing(/^(\w+) (spec\.)?T(?=[.:])/) { "\($0.1) \($0.2 ?? "")\(target)" }
      }
    }

    /// The schema's violations come in no order, the validator's in Kuma's.
    func isOrdered(_ form: ResourceForm, _ release: Release) -> Bool {
      !lines.contains {
        $0.form == form && $0.span.contains(release) && $0.text.hasPrefix("schema")
      }
    }

    func document(_ form: ResourceForm) -> String {
      if subject == "doc" { return yaml }
      let mesh = "{kind: Mesh}"
      let (top, to) = (subject == "top" ? yaml : mesh, subject == "to" ? yaml : mesh)
      let conf = subject == "conf" ? yaml : "{http: {numRetries: 1}}"
      let spec =
        subject == "spec"
        ? yaml : "{targetRef: \(top), to: [{targetRef: \(to), default: \(conf)}]}"
      switch form {
      case .universal: return "{type: MeshRetry, mesh: default, name: r, spec: \(spec)}"
      case .kubernetes:
        return "{apiVersion: kuma.io/v1alpha1, kind: MeshRetry, "
          + "metadata: {name: r, namespace: kuma-system}, spec: \(spec)}"
      }
    }
  }

  init(named name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Verdicts")
    kinds = try Self.kinds(in: folder)
    let file = folder.appending(path: "\(name).txt")
    for block in try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n\n") {
      let lines = block.split(separator: "\n").filter { !$0.hasPrefix("#") }
      guard lines.count > 2, !lines[0].hasPrefix("KINDS ") else { continue }
      cases.append(try Self.row(lines))
    }
  }

  private static func row(_ lines: [Substring]) throws -> Case {
    let (subject, yaml) = try halves(lines[1])
    var row = Case(title: String(lines[0]), subject: subject, yaml: filled(yaml))
    for line in lines.dropFirst(2) {
      let isKubernetes = line.hasPrefix("k8s ")
      let (span, text) = try halves(isKubernetes ? line.dropFirst(4) : line)
      row.lines.append(
        (isKubernetes ? .kubernetes : .universal, try #require(Span(span), "\(line)"), String(text))
      )
    }
    return row
  }

  /// `S` is a spec without a fault; `A254` a name of so many letters.
  private static func filled(_ yaml: Substring) -> String {
    String(yaml)
      .replacing(
        "spec: S}",
        with: "spec: {targetRef: {kind: Mesh}, to: [{targetRef: {kind: Mesh}, default: "
          + "{http: {numRetries: 1}}}]}}"
      )
      .replacing(/\bA(\d{3})\b/) { String(repeating: "a", count: Int($0.1) ?? 0) }
  }

  private static func kinds(in folder: URL) throws -> [(span: Span, text: String)] {
    let file = folder.appending(path: "targetrefs.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .filter { $0.hasPrefix("KINDS ") }
      .map { line in
        let (span, text) = try halves(line.dropFirst("KINDS ".count))
        return (try #require(Span(span)), String(text))
      }
  }

  /// A line before and after its first blank.
  private static func halves(_ line: Substring) throws -> (Substring, Substring) {
    let blank = try #require(line.firstIndex(of: " "), "\(line)")
    return (line[..<blank], line[line.index(after: blank)...])
  }
}
