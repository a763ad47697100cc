import JSON

/// What becomes of a document of any kind.
public struct DocumentVerdict: Sendable {
  /// What there is to say.
  public var findings: [Finding]
  /// Whether the document goes on down the pipeline.
  public var passes: Bool
  /// The name of the document's resource, when it is a MeshRetry.
  public var name: ResourceName?
  /// The decoded policy with its form, when the document is a MeshRetry that Kuma accepts.
  public var policy: (spec: MeshRetrySpec, form: ResourceForm, name: ResourceName)?
}

extension DocumentVerdict {
  /// Kuma's findings on a MeshRetry and, when it is accepted, those of the rules.
  init(_ verdict: PolicyVerdict, form: ResourceForm, lint: [Finding]) {
    self.init(
      findings: verdict.findings + lint, passes: verdict.isAccepted,
      name: verdict.name, policy: verdict.spec.map { ($0, form, verdict.name) })
  }
}

extension PolicyJudge {
  /// The verdict on a document of any kind: a MeshRetry is judged, other kinds of Kuma's and any with
  /// apiVersion and kind pass, what is no resource is refused. What Kuma accepts goes through the rules.
  public func verdict(
    on root: JSONNode, file: String, linter: Linter? = nil
  ) -> DocumentVerdict {
    let envelope = Envelope(root)
    if let form = envelope.meshRetryForm {
      let verdict = judge(root, form: form, file: file)
      let lint = linter?.check(verdict, root, form: form, file: file) ?? []
      return DocumentVerdict(
        verdict, form: form, lint: lint + (form == .kubernetes ? refusedByServer(root, file) : []))
    }
    switch envelope {
    case .kubernetes(let version, let kind):
      let doubt = foreign(version, kind, root, file)
      return DocumentVerdict(findings: doubt.map { [$0] } ?? [], passes: true)
    case .universal: return DocumentVerdict(findings: [], passes: true)
    case .neither:
      // Documents of this project's own pass through a second time.
      if EffectiveMeshRetry.isOne(root) { return DocumentVerdict(findings: [], passes: true) }
      return DocumentVerdict(findings: [judgeUnknown(root, file: file)], passes: false)
    }
  }

  /// A warning about an object that is nearly a MeshRetry: nobody looks at what is in it.
  private func foreign(
    _ version: String, _ kind: String, _ root: JSONNode, _ file: String
  ) -> Finding? {
    let isKumas = version.hasPrefix("kuma.io/")
    if isKumas && Envelope.knownTypes.contains(kind) { return nil }
    guard kind == "MeshRetry" || isKumas && Nearest.match(kind, in: ["MeshRetry"]) != nil else {
      return nil
    }
    let key = isKumas ? "kind" : "apiVersion"
    let right = isKumas ? "MeshRetry" : "kuma.io/v1alpha1"
    var finding = Finding(
      .envelope, "\(key) '\(isKumas ? kind : version)' is not Kuma's: nothing here was checked",
      path: FieldPath(key), in: root, file: file, resource: nil)
    finding.severity = .warning
    finding.help = "write '\(key): \(right)'"
    return finding
  }

  /// What the API server itself refuses before anything of Kuma's looks: a version that it does not serve,
  /// an object without a name.
  private func refusedByServer(_ root: JSONNode, _ file: String) -> [Finding] {
    var findings: [Finding] = []
    if let version = root["apiVersion"]?.string, version != "kuma.io/v1alpha1" {
      var finding = Finding(
        .envelope, "there is no MeshRetry in '\(version)': the API server refuses the object",
        path: FieldPath("apiVersion"), in: root, file: file, resource: nil)
      finding.help = "write 'apiVersion: kuma.io/v1alpha1'"
      findings.append(finding)
    }
    let metadata = root["metadata"]
    let names = [metadata?["name"], metadata?["generateName"]].compactMap { $0?.string }
    if !names.contains(where: { !$0.isEmpty }) {
      findings.append(
        Finding(
          .envelope, "metadata.name is missing: the API server refuses the object",
          path: FieldPath("metadata").key("name"), in: root, file: file, resource: nil))
    }
    return findings
  }

  /// Warnings about keys that were given twice: the last one is in force.
  public static func duplicateKeys(in document: JSONDocument, file: String) -> [Finding] {
    document.duplicates.map { duplicate in
      var finding = Finding(
        .duplicateKey, "key '\(duplicate.key)' is given twice; the last one is in force",
        at: SourceLocation(file: file, range: duplicate.second))
      finding.related = [
        .init("given here first", at: SourceLocation(file: file, range: duplicate.first))
      ]
      return finding
    }.withLeftOut(isOfOneRule: true)
  }
}
