import JSON

/// Keys that nothing reads: Kuma passes over them without a word, Kubernetes drops them.
enum UnknownKey: PolicyRule {
  static let text = RuleText(
    .unknownKey,
    why: """
      Kuma does not refuse a key that it does not know; the setting is simply not there. On \
      Kubernetes the API server prunes it. A key in another letter case is read in universal form, \
      past the schema, and is pruned on Kubernetes.
      """,
    bad: """
      http:
        numRetry: 3
        perTryTimeout: 1s
      """,
    good: """
      http:
        numRetries: 3
        perTryTimeout: 1s
      """)

  /// Keys of the envelope that the schema does not list or lists later than they are read.
  private static let envelopeKeys = [
    "type", "mesh", "name", "creationTime", "modificationTime", SourcePositions.key,
  ]

  /// The keys of an object of Kubernetes.
  private static let kubernetesKeys = [
    "apiVersion", "kind", "metadata", "spec", "status", SourcePositions.key,
  ]

  /// The keys of an object's metadata.
  private static let metadataKeys = [
    "name", "generateName", "namespace", "labels", "annotations", "finalizers", "ownerReferences",
    "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp",
    "deletionGracePeriodSeconds", "managedFields", "selfLink",
  ]

  static let isAboutKeys = true

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    // The schema's walk has noticed unknown keys below the root of a Kubernetes object.
    guard policy.hasUnknownKeys || policy.form == .kubernetes else { return }
    switch policy.form {
    case .universal:
      walk(policy.root, MeshRetrySchema.universal, FieldPath(), policy, &report)
    case .kubernetes:
      checkKeys(of: policy.root, FieldPath(), known: kubernetesKeys, &report)
      if let metadata = policy.root["metadata"] {
        checkKeys(of: metadata, FieldPath("metadata"), known: metadataKeys, &report)
      }
      guard let spec = policy.root["spec"] else { return }
      walk(spec, MeshRetrySchema.spec, FieldPath("spec"), policy, &report)
    }
  }

  /// The keys of the envelope of a Kubernetes object.
  private static func checkKeys(
    of node: JSONNode, _ path: FieldPath, known: [String], _ report: inout LintReport
  ) {
    for (key, _) in node.members where !known.contains(where: key.hasText) {
      let name = key.string ?? ""
      let help =
        name == "mesh"
        ? "the mesh is the label \(LabelKey.mesh)"
        : ["targetRef", "to"].contains(name) ? "'\(name)' belongs under spec" : nil
      report.add(
        .unknownKey, "key '\(name)' is pruned on Kubernetes", atKey: key, path: path.key(name),
        help: help)
    }
  }

  private static func walk(
    _ node: JSONNode, _ schema: Schema, _ path: @autoclosure () -> FieldPath,
    _ policy: LintedPolicy, _ report: inout LintReport
  ) {
    switch schema {
    case .array(let element, _):
      for (index, value) in node.elements.enumerated() {
        walk(value, element, path().index(index), policy, &report)
      }
    case .fields(let properties):
      properties.forEachMember(of: node, policy.release) { index, value in
        let property = properties.all[index]
        walk(value, property.schema, path().key(property.name), policy, &report)
      } other: { key in
        unknown(key, path(), properties.all, policy, &report)
      }
    case .string, .integer, .map: break
    }
  }

  private static func unknown(
    _ key: JSONNode, _ parent: FieldPath, _ properties: [Schema.Property],
    _ policy: LintedPolicy, _ report: inout LintReport
  ) {
    guard let name = key.string else { return }
    if parent.steps.isEmpty && envelopeKeys.contains(name) { return }
    if parent.steps.count == 1 && name == "from" { return }
    // What it might mean is worth finding out for as many keys as anybody reads about.
    if report.isFull { return report.leaveOut(.unknownKey) }
    let path = parent.key(name)
    let fate = policy.form == .kubernetes ? "is pruned on Kubernetes" : "is ignored"
    if let later = properties.first(where: { $0.name == name }), let since = later.since {
      let releases = ReleaseSpan.having(since).text
      report.add(
        .unknownKey, "key '\(name)' \(fate): only releases \(releases) know it", atKey: key,
        path: path)
      return
    }
    let known = properties.filter { $0.since.map(policy.release.has) ?? true }.map(\.name)
    if let twin = known.first(where: { $0.equalsIgnoringCase(name) }) {
      let consequence =
        policy.form == .kubernetes
        ? "is pruned on Kubernetes" : "is read past the schema, and pruned on Kubernetes"
      report.add(
        .unknownKey, "key '\(name)' \(consequence); write '\(twin)'", atKey: key, path: path,
        fix: twin)
      return
    }
    let nearest = Nearest.match(name, in: known) ?? KeySynonyms.match(name, in: known)
    report.add(
      .unknownKey,
      "unknown key '\(name)' \(fate)" + (nearest.map { "; did you mean '\($0)'?" } ?? ""),
      atKey: key, path: path,
      help: nearest == nil
        ? elsewhere(name, parent) ?? "known here: \(known.joined(separator: ", "))" : nil
    )
  }

  /// Where the key would belong.
  private static func elsewhere(_ name: String, _ parent: FieldPath) -> String? {
    if parent.steps.isEmpty, ["sources", "destinations", "conf"].contains(name) {
      return "'\(name)' is of the legacy type Retry; a MeshRetry has spec.targetRef and spec.to"
    }
    let places = MeshRetrySchema.spec.paths(of: name)
    return places.isEmpty ? nil : "'\(name)' belongs under \(places.joined(separator: " or "))"
  }
}

extension Schema {
  /// The places of a key below this schema: `spec.to[].default.http`, at most two.
  fileprivate func paths(of key: String, under path: String = "spec") -> [String] {
    switch self {
    case .array(let element, _): return element.paths(of: key, under: path + "[]")
    case .fields(let properties):
      let here = properties.all.contains { $0.name == key } ? [path] : []
      let below = properties.all.flatMap { $0.schema.paths(of: key, under: "\(path).\($0.name)") }
      return Array((here + below).prefix(2))
    case .string, .integer, .map: return []
    }
  }
}
