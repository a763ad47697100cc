import JSON

/// Judges MeshRetry documents as kumactl (universal) or the API server with Kuma's webhooks (Kubernetes)
/// of a release do.
///
/// Source: the stages as run on Kuma 2.3 and 2.14, and as read in between.
public struct PolicyJudge: Sendable {
  let release: Release
  let systemNamespaces: [String]

  /// The namespaces that count as Kuma's own unless another one is named.
  public static let defaultSystemNamespaces = ["kuma-system", "kong-mesh-system"]

  /// A judge by the rules of that release.
  public init(
    release: Release, systemNamespaces: [String] = PolicyJudge.defaultSystemNamespaces
  ) {
    self.release = release
    self.systemNamespaces = systemNamespaces
  }

  /// The verdict on a document whose envelope says MeshRetry.
  public func judge(_ root: JSONNode, form: ResourceForm, file: String) -> PolicyVerdict {
    switch form {
    case .universal: universal(root, file)
    case .kubernetes: kubernetes(root, file)
    }
  }

  private static let types = Nearest.Words(Envelope.knownTypes.sorted())

  /// The verdict on a document that has no envelope that anybody knows: stage `meta` or `type`.
  public func judgeUnknown(_ root: JSONNode, file: String) -> Finding {
    let location = { (node: JSONNode) in SourceLocation(file: file, range: node.range) }
    switch ResourceMeta.decode(root, release) {
    case .failure(let problem):
      return metaFinding(problem, file)
    case .success(let meta):
      let place = root.member("type")?.value ?? root.member("kind")?.value ?? root
      let nearest = meta.type.isEmpty ? nil : Self.types.nearest(to: meta.type)
      let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
      let message =
        root.isNull
        ? "an empty document is no resource"
        : meta.type.isEmpty
          ? "neither type nor apiVersion and kind: no resource"
          : "unknown resource type '\(meta.type)'\(hint)"
      return Finding(
        .notAResource, message, at: location(place),
        kuma: .init(
          stage: .type, field: "", message: "invalid resource type \(GoQuote.quote(meta.type))"),
        help: meta.type.isEmpty ? Self.envelopeHelp(root) : nil)
    }
  }

  /// How a document that looks like a MeshRetry would say so.
  private static func envelopeHelp(_ root: JSONNode) -> String? {
    if root["kind"]?.hasText("MeshRetry") ?? false {
      return
        "on Kubernetes add 'apiVersion: kuma.io/v1alpha1', in universal write 'type: MeshRetry'"
    }
    let isPolicy = root["spec"]?["to"] != nil
    return isPolicy ? "add 'type: MeshRetry', or apiVersion and kind" : nil
  }

  // MARK: Universal

  private func universal(_ root: JSONNode, _ file: String) -> PolicyVerdict {
    var verdict = PolicyVerdict(
      name: ResourceName(type: "MeshRetry", mesh: nil, name: ""))
    let meta: ResourceMeta
    switch ResourceMeta.decode(root, release) {
    case .failure(let problem):
      verdict.findings = [metaFinding(problem, file)]
      return verdict
    case .success(let decoded): meta = decoded
    }
    // The default of the schema takes the place of a mesh that is absent or null, not of an empty one.
    let hasMesh = !(root["mesh"]?.isNull ?? true)
    let mesh = !hasMesh && release.has(.universalSchemaDefaults) ? "default" : meta.mesh
    verdict.name = ResourceName(type: "MeshRetry", mesh: mesh, name: meta.name)

    let cursor = ElementCursor()
    var schema = SchemaValidator(form: .universal, release: release)
    let violations = schema.violations(of: root, MeshRetrySchema.universal, in: root)
    verdict.hasUnknownKeys = schema.hasUnknownKeys
    guard violations.isEmpty else {
      verdict.findings =
        violations.map {
          finding($0, kuma: $0.universalReport, root, file, verdict.name, cursor)
        }.withLeftOut()
      return verdict
    }
    let (spec, problem) = decode(root, .universal)
    if let problem {
      let text = "error unmarshaling JSON: while decoding JSON: \(problem.message)"
      let object =
        release.has(.decodeErrorsInQuotes)
        ? "invalid MeshRetry object: " : "invalid MeshRetry object \"\(meta.name)\": "
      verdict.findings = [
        decodeFinding(problem, object + quoted(text), root, file, verdict.name)
      ]
      return verdict
    }
    let role = meta.labels["kuma.io/policy-role"] ?? ""
    let found = SpecValidator.violations(
      of: spec, release: release, isSystemPolicy: role.isEmpty || role == "system")
    let metadata =
      found.isEmpty
      ? MetadataRules.check(name: meta.name, mesh: mesh, release) : []
    verdict.findings =
      found.map { finding($0, .validator, "", root, file, verdict.name, cursor) }.withLeftOut()
      + metadata.map { finding($0, .metadata, "", root, file, verdict.name, cursor) }
    if verdict.findings.isEmpty { verdict.spec = spec }
    return verdict
  }

  /// Decoding errors in the release's quotes.
  func quoted(_ text: String) -> String {
    if release.has(.decodeErrorsEscaped) { return GoQuote.quote(text) }
    return release.has(.decodeErrorsInQuotes) ? "'\(text)'" : text
  }

  // MARK: Kubernetes

  private func kubernetes(_ root: JSONNode, _ file: String) -> PolicyVerdict {
    let metadata = root["metadata"]
    let labels = metadata?["labels"]
    let namespace = metadata?["namespace"]?.string ?? ""
    let mesh = labels?["kuma.io/mesh"]?.string ?? "default"
    let shortName = metadata?["name"]?.string ?? ""
    var verdict = PolicyVerdict(
      name: ResourceName(
        type: "MeshRetry", mesh: mesh,
        name: namespace.isEmpty ? shortName : "\(shortName).\(namespace)"))

    let cursor = ElementCursor()
    if let spec = root["spec"], !spec.isNull {
      var schema = SchemaValidator(form: .kubernetes, release: release)
      let violations = schema.violations(of: spec, MeshRetrySchema.spec, in: root)
      verdict.hasUnknownKeys = schema.hasUnknownKeys
      guard violations.isEmpty else {
        verdict.findings =
          violations.map {
            finding($0, kuma: $0.kubernetesReport(release), root, file, verdict.name, cursor)
          }.withLeftOut()
        return verdict
      }
    }
    let (spec, problem) = decode(root, .kubernetes)
    if let problem {
      verdict.findings = [decodeFinding(problem, problem.message, root, file, verdict.name)]
      return verdict
    }
    let isSystemNamespace = namespace.isEmpty || systemNamespaces.contains(namespace)
    if release.has(.systemNamespaceOnly) && !isSystemNamespace {
      verdict.findings = [namespaceFinding(root, file, verdict.name)]
      return verdict
    }
    let role = labels?["kuma.io/policy-role"]?.string ?? ""
    let found = SpecValidator.violations(
      of: spec, release: release,
      isSystemPolicy: role == "system" || role.isEmpty && isSystemNamespace)
    let prefix = release.has(.doubledSpecInWebhook) ? "spec." : ""
    verdict.findings =
      found.map {
        finding($0, .validator, prefix, root, file, verdict.name, cursor)
      }.withLeftOut()
    if verdict.findings.isEmpty { verdict.spec = spec }
    return verdict
  }

  // MARK: Decoding

  private func decode(
    _ root: JSONNode, _ form: ResourceForm
  ) -> (MeshRetrySpec, DecodingProblem?) {
    let start = GoDecoder(form, release)
    var quick = start
    quick.isQuick = true
    let spec = quick.resource(root, at: .unfollowed, release: release)
    if !quick.needsOrder { return (spec, nil) }
    var decoder = start
    let field = GoDecoder.Field(structName: "Resource", path: "")
    return (decoder.resource(root, at: field, release: release), decoder.reported)
  }
}
