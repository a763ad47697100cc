/// What in a set of resources does not fit together: it would make an answer wrong without a word.
public struct MeshProblems {
  let collection: MeshCollection

  /// The problems of those resources.
  public init(_ collection: MeshCollection) { self.collection = collection }

  /// The findings, mesh by mesh.
  public var findings: [Finding] {
    let names = collection.meshes.keys.sorted()
    let hasMeshes = names.contains { collection.meshes[$0]?.mesh != nil }
    let hasDataplanes = names.contains { !(collection.meshes[$0]?.dataplanes.isEmpty ?? true) }
    return refused + duplicates
      + names.flatMap { name -> [Finding] in
        guard let mesh = collection.meshes[name] else { return [] }
        return missing(mesh, hasMeshes) + (hasDataplanes ? idle(mesh) : [])
          + MeshReferences(mesh, release: collection.release).findings
      }
  }

  private var refused: [Finding] {
    collection.refused.map { resource, problem in
      let path = PathFinder.path(to: problem.node, in: resource.node) ?? FieldPath("spec")
      return Finding(
        problem.code, "\(resource.type) \(resource.name): \(problem.plainMessage)",
        at: resource.location(path), path: path.description, resource: resource.identity)
    }
  }

  private var duplicates: [Finding] {
    collection.replaced.map { first, second in
      let place = second.mesh.isEmpty ? "" : " in mesh \(second.mesh)"
      var finding = Finding(
        .duplicateResource,
        "two resources \(second.type) \(second.name)\(place): the last one counts",
        at: second.location(second.namePath), resource: second.identity)
      if let earlier = first.location(first.namePath) {
        finding.related.append(.init("the first one stands here", at: earlier))
      }
      return finding
    }
  }

  /// A mesh whose Mesh resource is not there. From the release on that has rules by resource, items for the
  /// whole mesh hang on it.
  private func missing(_ mesh: MeshSnapshot, _ hasMeshes: Bool) -> [Finding] {
    guard mesh.mesh == nil, let first = mesh.dataplanes.first?.resource else { return [] }
    let matters = collection.release.has(.resourceRules)
    let effect =
      matters ? "items for the whole mesh do not reach services that are resources" : ""
    return [
      Finding(
        .missingMesh,
        "Mesh '\(mesh.name)' is not in the input" + (effect.isEmpty ? "" : ": \(effect)"),
        at: first.location(FieldPath("mesh")),
        severity: matters || hasMeshes ? .warning : .note, path: "mesh",
        resource: first.identity)
    ]
  }

  /// Policies of a mesh without proxies.
  private func idle(_ mesh: MeshSnapshot) -> [Finding] {
    guard mesh.dataplanes.isEmpty else { return [] }
    return mesh.policies.map { policy in
      Finding(
        .otherMesh,
        "MeshRetry \(policy.name) is in mesh '\(mesh.name)', which has no Dataplane in the input",
        at: policy.resource.location(policy.resource.meshPath), path: "mesh",
        resource: policy.resource.identity)
    }
  }
}

extension Resource {
  /// The path of the name.
  var namePath: FieldPath {
    form == .kubernetes ? FieldPath("metadata").key("name") : FieldPath("name")
  }

  /// The path of the mesh.
  var meshPath: FieldPath {
    form == .kubernetes
      ? FieldPath("metadata").key("labels").key(LabelKey.mesh) : FieldPath("mesh")
  }
}
