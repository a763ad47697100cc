import JSON
import MeshRetryCore
import ToolSupport

/// The other way round: what a policy reaches.
struct PolicyReachRun {
  let input: MeshInput
  let policy: String
  let options: MRMatch
  let run: ToolRun

  func write(_ dataplanes: [Dataplane]) throws {
    let (wantedMesh, name) = ProxyNames.split(policy)
    let meshes = input.collection.meshes.values.filter { mesh in
      wantedMesh.map { $0 == mesh.name } ?? true
    }
    let policies = meshes.flatMap(\.policies).map(\.resource)
    let found = policies.filter { $0.name == name }
    let chosen = found.isEmpty ? policies.filter { $0.displayName == name } : found
    guard !chosen.isEmpty else {
      let hint = Nearest.match(name, in: policies.map(\.name).sorted())
      try run.report([
        Finding(
          .unknownPolicy,
          "unknown MeshRetry '\(policy)'" + (hint.map { "; did you mean '\($0)'?" } ?? ""),
          at: nil)
      ])
      return run.raise(.findings)
    }
    for resource in chosen.sorted(by: { $0.mesh < $1.mesh }) {
      guard let mesh = input.collection.meshes[resource.mesh] else { continue }
      let resolver = EffectivePolicyResolver(mesh, release: input.collection.release)
      let own = dataplanes.filter { $0.resource.mesh == mesh.name }
      let reached = own.compactMap { PolicyReach(resource.name, resolver.resolve($0)) }
      if options.format == .table {
        try run.emit(text: ReachTable(resource.name, reached, of: own.count).text)
      } else {
        for reach in reached { try run.emit(reach.json) }
      }
    }
  }
}

/// The proxies and destinations of a policy, a line each.
struct ReachTable {
  let text: String

  init(_ policy: String, _ reached: [PolicyReach], of count: Int) {
    var rows = [["PROXY", "DESTINATION", "DECIDES", "OVERRULED IN"]]
    for reach in reached {
      for destination in reach.destinations {
        rows.append([
          reach.dataplane, destination.name, Self.list(destination.fields),
          Self.list(destination.shadowed),
        ])
      }
      if reach.destinations.isEmpty { rows.append([reach.dataplane, "-", "-", "-"]) }
    }
    let title = "MeshRetry \(policy) selects \(reached.count) of \(count) proxies\n"
    text = title + (reached.isEmpty ? "" : TextTable(rows, limit: 100).text)
  }

  private static func list(_ fields: [String]) -> String {
    fields.isEmpty ? "-" : fields.joined(separator: " ")
  }
}
