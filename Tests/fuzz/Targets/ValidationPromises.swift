import Diagnostics
import JSON
import MeshRetryCore
import YAML

/// Validation: findings stand in the text, every form of report can say them, and the stored form of what
/// Kuma accepts is accepted again and is its own stored form, but for keys that the schema does not know.
///
/// The first byte of an input chooses the release.
enum ValidationPromises {
  static func check(_ input: [UInt8]) throws {
    guard let (release, text) = ReleaseChoice.take(from: input) else { return }
    let judge = PolicyJudge(release: release)
    let linter = Linter(release: release)
    var mesh = MeshLinter(release: release)
    var findings: [Finding] = []
    for document in YAMLPromises.Reading(YAMLParser(ByteBuffer(text))).documents {
      findings += PolicyJudge.duplicateKeys(in: document, file: "input")
      for root in ResourceList.unwrap(document.root) {
        let verdict = judge.verdict(on: root, file: "input", linter: linter)
        findings += verdict.findings
        mesh.add(root, verdict, file: "input")
        try checkStoredForm(root, verdict, release)
      }
    }
    try mesh.check { findings += $0 }
    for finding in findings {
      guard let range = finding.location?.range else { continue }
      try expect(
        range.start.line >= 1 && range.start.column >= 1 && range.start <= range.end,
        "\(finding.code) stands nowhere: \(range)")
    }
    _ = FixedText(text).applying(findings.compactMap(\.fix))
    for var renderer in renderers {
      for finding in findings.sorted(by: Finding.precedes) { _ = renderer.render(finding) }
    }
  }

  private static var renderers: [any FindingRenderer] {
    [
      TextRenderer(color: true, excerpt: nil), JSONRenderer(),
      SARIFRenderer(tool: "fuzz", version: "0"), GitHubRenderer(),
      JUnitRenderer(tool: "fuzz", isFailure: { $0 == .error }),
    ]
  }

  private static func checkStoredForm(
    _ root: JSONNode, _ verdict: DocumentVerdict, _ release: Release
  ) throws {
    // Of a key in another letter case Kuma reads what no schema has seen; its stored form is seen by one.
    let isPastTheSchema = verdict.findings.contains { $0.code == .unknownKey }
    guard let (spec, form, _) = verdict.policy, !isPastTheSchema else { return }
    let stored = StoredForm.of(root, spec, form, release)
    let again = try JSONPromises.reread(Array(stored.compactText.utf8))
    let second = PolicyJudge(release: release).judge(again, form: form, file: "stored")
    guard let spec = second.spec else {
      throw BrokenPromise(
        description: "the stored form is refused: \(second.findings.map(\.message))")
    }
    try expect(
      StoredForm.of(again, spec, form, release) == stored, "the stored form has another one")
  }
}

/// A release from a byte.
enum ReleaseChoice {
  /// The release that the first byte chooses, and the bytes behind it; nil of nothing.
  static func take(from input: [UInt8]) -> (Release, [UInt8])? {
    guard let first = input.first else { return nil }
    let releases = Release.newestPatches
    return (releases[Int(first) % releases.count], Array(input.dropFirst()))
  }
}
