import JSON

/// What Kuma refuses, as findings with places.
extension PolicyJudge {
  func namespaceFinding(
    _ root: JSONNode, _ file: String, _ name: ResourceName
  ) -> Finding {
    let path = FieldPath("metadata").key("namespace")
    let system = systemNamespaces.first ?? "kuma-system"
    var finding = Finding(
      .kubernetesPlacement,
      "a MeshRetry of this release may only stand in the system namespace, \(system)",
      path: path, in: root, file: file, resource: name,
      kuma: .init(
        stage: .validator, field: "",
        message: "policy can only be created in the system namespace:\(system)"))
    // Kuma refuses it: it is no matter of taste.
    finding.severity = .error
    return finding
  }

  func metaFinding(_ problem: DecodingProblem, _ file: String) -> Finding {
    let text = quoted("error unmarshaling JSON: while decoding JSON: \(problem.message)")
    let isWhole = problem.message.hasSuffix("Go value of type v1alpha1.ResourceMeta")
    return Finding(
      .envelope,
      isWhole
        ? "a resource is a mapping with type, mesh and name; this is "
          + (problem.node.kind == .array ? "an array" : "a \(problem.node.kind.rawValue)")
        : "cannot read the envelope: \(problem.message)",
      at: SourceLocation(file: file, range: problem.node.range),
      kuma: .init(stage: .meta, field: "", message: "invalid meta type: \(text)"))
  }

  func decodeFinding(
    _ problem: DecodingProblem, _ kumaText: String, _ root: JSONNode, _ file: String,
    _ name: ResourceName
  ) -> Finding {
    let path = PathFinder.path(to: problem.node, in: root)
    var finding = Finding(
      problem.code, problem.sentence(path),
      at: SourceLocation(file: file, range: problem.node.range),
      path: path?.description, resource: name,
      kuma: .init(stage: .decode, field: "", message: kumaText))
    if problem.code == .badDuration, let text = problem.node.string {
      let advice = DurationAdvice(text)
      finding.help = advice.help
      finding.fix = advice.fix.flatMap { TextFix(problem.node, new: $0) }
    }
    finding.noteAlias(of: problem.node, in: file)
    return finding
  }

  func finding(
    _ violation: SchemaViolation, kuma: Finding.KumaReport, _ root: JSONNode, _ file: String,
    _ name: ResourceName, _ cursor: ElementCursor
  ) -> Finding {
    var finding = Finding(
      violation.code, violation.message, path: violation.path, in: root, file: file,
      resource: name, kuma: kuma, cursor: cursor)
    finding.fix = violation.fix
    finding.help = violation.help
    return finding
  }

  func finding(
    _ violation: Violation, _ stage: Finding.Stage, _ prefix: String, _ root: JSONNode,
    _ file: String, _ name: ResourceName, _ cursor: ElementCursor
  ) -> Finding {
    var finding = Finding(
      violation.code, violation.sentence, path: violation.place.path, in: root, file: file,
      resource: name,
      kuma: .init(
        stage: stage, field: prefix + violation.place.field, message: violation.message),
      cursor: cursor)
    // Kuma refuses it, also where the rule's other findings are warnings.
    finding.severity = .error
    finding.help = violation.help
    finding.fix = violation.fix.flatMap {
      TextFix(violation.place.path.member(in: root, cursor), new: $0)
    }
    return finding
  }
}
