import JSON

/// Turns resources of Kuma from one form into the other: the envelope only, what it holds stays.
///
/// Source: Kuma's Kubernetes converter. Names in targetRefs stay as they are, though services are named
/// otherwise on Kubernetes.
public struct EnvelopeConversion: Sendable {
  private let release: Release

  /// A conversion for that release.
  public init(release: Release) { self.release = release }

  /// The namespace that a policy gets on Kubernetes, where it may stand in every release.
  static let systemNamespace = "kuma-system"

  private static let envelopeKeys: Set<String> = [
    "type", "mesh", "name", "labels", "spec", "creationTime", "modificationTime", "kri",
    SourcePositions.key,
  ]

  /// Whether it is a resource of Kuma's, which has both forms.
  public static func converts(_ root: JSONNode) -> Bool {
    switch Envelope(root) {
    case .universal: true
    case .kubernetes(let version, _): version.hasPrefix("kuma.io/")
    case .neither: false
    }
  }

  /// The resource in that form; nil for what is no resource of Kuma's. One that is in it stays.
  public func convert(_ root: JSONNode, to form: ResourceForm) -> JSONValue? {
    switch (Envelope(root), form) {
    case (.universal, .universal): root.value
    case (.universal, .kubernetes): kubernetes(root)
    case (.kubernetes(let version, let kind), _) where version.hasPrefix("kuma.io/"):
      form == .kubernetes ? root.value : universal(root, kind: kind)
    default: nil
    }
  }

  /// A universal resource as a Kubernetes object; nil when it is no object.
  public func kubernetes(_ root: JSONNode) -> JSONValue? {
    guard root.kind == .object else { return nil }
    let type = root["type"]?.string ?? ""
    let mesh = root["mesh"]?.string
    let isFlat = Resource.flatTypes.contains(type)
    var metadata: JSONObject = ["name": root["name"]?.value ?? .string("")]
    if Resource.namespacedTypes.contains(type) || !isFlat {
      metadata["namespace"] = .string(Self.systemNamespace)
    }
    var labels = root["labels"]?.value.object ?? JSONObject()
    let hasTopLevelMesh = Resource.typesWithTopLevelMesh.contains(type)
    if let mesh, !hasTopLevelMesh { labels[LabelKey.mesh] = .string(mesh) }
    if !labels.isEmpty { metadata["labels"] = .object(labels) }
    var object: JSONObject = ["apiVersion": "kuma.io/v1alpha1", "kind": .string(type)]
    if let mesh, hasTopLevelMesh { object["mesh"] = .string(mesh) }
    object["metadata"] = .object(metadata)
    if isFlat {
      let fields = root.members.map { (key: $0.key.string ?? "", value: $0.value) }
        .filter { !Self.envelopeKeys.contains($0.key) }
      object["spec"] = .object(JSONObject(fields.map { (key: $0.key, value: $0.value.value) }))
    } else {
      object["spec"] = root["spec"]?.value
    }
    return .object(object)
  }

  /// A Kubernetes object of Kuma's as a universal resource.
  private func universal(_ root: JSONNode, kind: String) -> JSONValue {
    let metadata = root["metadata"]
    var labels = metadata?["labels"]?.value.object ?? JSONObject()
    let mesh = root["mesh"]?.string ?? labels[LabelKey.mesh]?.string ?? "default"
    labels[LabelKey.mesh] = nil
    var object: JSONObject = ["type": .string(kind)]
    if kind != "Mesh" { object["mesh"] = .string(mesh) }
    object["name"] = metadata?["name"]?.value
    // Releases that do not know labels ignore them.
    if !labels.isEmpty && release.has(.universalLabels) { object["labels"] = .object(labels) }
    if Resource.flatTypes.contains(kind) {
      for (key, value) in root["spec"]?.members.map({ $0 }) ?? [] {
        object[key.string ?? ""] = value.value
      }
    } else {
      object["spec"] = root["spec"]?.value
    }
    return .object(object)
  }
}

extension EnvelopeConversion {
  /// A note on the names that a converted MeshRetry still has in the old form's style.
  public static func nameNotes(
    _ root: JSONNode, to form: ResourceForm, file: String, _ name: ResourceName
  ) -> [Finding] {
    let spec = root["spec"]
    var notes = BoundedList<Finding>()
    func note(_ ref: JSONNode?) {
      guard let ref, ref["kind"]?.string?.hasPrefix("MeshService") ?? false, let text = ref["name"]
      else { return }
      let style = form == .kubernetes ? "name_namespace_svc_port" : "the tag kuma.io/service"
      notes.append(
        Finding(
          .convertedNames,
          "'\(text.string ?? "")' stays; \(form.rawValue) names services by \(style)",
          at: SourceLocation(file: file, range: text.range), resource: name))
    }
    note(spec?["targetRef"])
    if let items = spec?["to"]?.elements { for item in items { note(item["targetRef"]) } }
    return notes.withLeftOut(isOfOneRule: true)
  }
}
