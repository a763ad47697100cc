import JSON

/// The policies that a control plane makes with each mesh by itself.
///
/// Source: Kuma's `pkg/defaults/mesh`: a MeshRetry from 2.6, a legacy Retry before.
enum DefaultPolicy {
  /// The MeshRetry of a mesh; nil in releases that make a legacy Retry, and where the mesh asks for none.
  static func meshRetry(
    of mesh: MeshSnapshot, namespace: String, release: Release
  ) -> Resource? {
    guard release.has(.defaultMeshRetry), !isSkipped(mesh) else { return nil }
    let name = "mesh-retry-all-\(mesh.name)"
    guard !mesh.policies.contains(where: { $0.resource.displayName == name || $0.name == name })
    else { return nil }
    let isKubernetes = mesh.mesh?.form == .kubernetes
    let document: JSONValue =
      isKubernetes
      ? [
        "apiVersion": "kuma.io/v1alpha1", "kind": "MeshRetry",
        "metadata": [
          "name": .string(name), "namespace": .string(namespace),
          "labels": ["kuma.io/mesh": .string(mesh.name)],
        ],
        "spec": spec,
      ]
      : [
        "type": "MeshRetry", "mesh": .string(mesh.name), "name": .string(name), "spec": spec,
      ]
    return Resource(made: document, release: release)
  }

  /// What is in force besides MeshRetry in releases that make a legacy Retry; nil in others.
  static func legacyRetry(of mesh: MeshSnapshot, release: Release) -> String? {
    guard !release.has(.defaultMeshRetry), !isSkipped(mesh) else { return nil }
    return
      "the control plane makes the legacy Retry retry-all-\(mesh.name) (5 retries, 16s per try, "
      + "25ms to 250ms between them): it stays in force where no MeshRetry applies"
  }

  private static func isSkipped(_ mesh: MeshSnapshot) -> Bool {
    mesh.mesh?.body["skipCreatingInitialPolicies"]?.elements.contains {
      $0.hasText("*") || $0.hasText("MeshRetry")
    } ?? false
  }

  private static let spec: JSONValue = [
    "targetRef": ["kind": "Mesh"],
    "to": [
      [
        "targetRef": ["kind": "Mesh"],
        "default": ["tcp": ["maxConnectAttempt": 5], "http": section, "grpc": section],
      ]
    ],
  ]

  private static let section: JSONValue = [
    "numRetries": 5, "perTryTimeout": "16s",
    "backOff": ["baseInterval": "25ms", "maxInterval": "250ms"],
  ]
}

extension Resource {
  /// A resource that no file holds.
  init?(made document: JSONValue, release: Release) {
    guard let root = (try? JSONParser(text: document.compactText).next())?.root else { return nil }
    self.init(root, release: release)
  }
}
