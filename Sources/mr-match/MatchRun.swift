import JSON
import MeshRetryCore
import ToolSupport

/// Reads the resources, picks the proxies, writes what each gets.
struct MatchRun {
  let options: MRMatch
  let release: Release
  let run: ToolRun

  func match() throws {
    let collection = try read()
    if collection.isEmpty {
      if run.status == .fine { try run.complain("no input: no resources", .trouble) }
      return
    }
    var found = false
    for name in collection.meshes.keys.sorted() {
      guard let mesh = collection.meshes[name], options.mesh.map({ $0 == name }) ?? true else {
        continue
      }
      let resolver = EffectivePolicyResolver(mesh, release: release)
      for dataplane in mesh.dataplanes where isAskedFor(dataplane, in: collection) {
        found = true
        try write(resolver.resolve(dataplane))
      }
    }
    try reportMissing(collection, found)
  }

  private func read() throws -> MeshCollection {
    var collection = MeshCollection(release: release)
    try JSONInput(options.operands, run).forEach { node, _ in
      if let resource = Resource(node, release: release) { collection.add(resource) }
    }
    collection.finish()
    for (resource, problem) in collection.refused {
      let name = ResourceName(type: resource.type, mesh: resource.mesh, name: resource.name)
      try run.report([
        Finding(
          .unreadableDocument, "\(name.type) \(name.name): \(problem.message)",
          at: nil, resource: name)
      ])
    }
    for (first, second) in collection.replaced {
      let name = ResourceName(type: second.type, mesh: second.mesh, name: second.name)
      try run.report([
        Finding(
          .duplicateResource,
          "two resources \(first.type) \(first.name) in mesh \(first.mesh): the last one counts",
          at: nil, resource: name)
      ])
    }
    return collection
  }

  // MARK: Proxies

  private func isAskedFor(_ dataplane: Dataplane, in collection: MeshCollection) -> Bool {
    if options.dataplane.isEmpty { return true }
    return options.dataplane.contains { names(dataplane, $0, in: collection) }
  }

  /// Whether a name given means the proxy: its core name, or the display name that only it has.
  private func names(
    _ dataplane: Dataplane, _ text: String, in collection: MeshCollection
  ) -> Bool {
    let resource = dataplane.resource
    let (mesh, name) = split(text)
    if let mesh, mesh != resource.mesh { return false }
    if resource.name == name { return true }
    guard shortName(dataplane) == name else { return false }
    let all = collection.meshes.values.flatMap(\.dataplanes).filter { candidate in
      mesh == nil || candidate.resource.mesh == mesh
    }
    return !all.contains { $0.resource.name == name }
      && all.filter { shortName($0) == name }.count == 1
  }

  private func split(_ text: String) -> (mesh: String?, name: String) {
    guard let slash = text.firstIndex(of: "/") else { return (nil, text) }
    return (String(text[..<slash]), String(text[text.index(after: slash)...]))
  }

  /// The name that people gave the proxy, in every release.
  private func shortName(_ dataplane: Dataplane) -> String {
    let resource = dataplane.resource
    if let label = resource.labels[LabelKey.displayName] { return label }
    guard let namespace = resource.namespace, resource.name.hasSuffix(".\(namespace)") else {
      return resource.name
    }
    return String(resource.name.dropLast(namespace.count + 1))
  }

  private func reportMissing(_ collection: MeshCollection, _ found: Bool) throws {
    let all = collection.meshes.values.flatMap(\.dataplanes)
    for text in options.dataplane
    where !all.contains(where: { names($0, text, in: collection) }) {
      let known = all.map(\.resource.name) + all.map(shortName)
      let nearest = Nearest.match(split(text).name, in: known.sorted())
      let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
      let count = all.filter { shortName($0) == split(text).name }.count
      let message =
        count > 1
        ? "\(count) Dataplanes have the display name '\(text)': name one of them"
        : "unknown Dataplane '\(text)'\(hint)"
      try run.report([Finding(.unknownDataplane, message, at: nil)])
      run.raise(.findings)
    }
    if options.dataplane.isEmpty && !found {
      try run.report([
        Finding(.unknownDataplane, "no Dataplane in the input", at: nil, severity: .warning)
      ])
    }
  }

  // MARK: Output

  private func write(_ effective: EffectiveMeshRetry) throws {
    for warning in effective.warnings {
      try run.report([
        Finding(
          .unresolvedReference, warning, at: nil,
          resource: ResourceName(
            type: "Dataplane", mesh: effective.mesh, name: effective.dataplane))
      ])
    }
    if options.explain {
      try run.emit(text: ExplanationTable(effective).text)
    } else if options.format == .table {
      try run.emit(text: OutboundTable(effective).text)
    } else {
      try run.emit(effective.json)
    }
  }
}
