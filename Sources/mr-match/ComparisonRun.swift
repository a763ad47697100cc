import JSON
import MeshRetryCore
import ToolSupport

/// Compares two states of a mesh: `--against` has the state before, `--against-release` the release after.
struct ComparisonRun {
  let options: MRMatch
  let release: Release
  let run: ToolRun

  func compare() throws {
    let documents = try MeshInput.documents(options.operands.files, run)
    let older = try options.against.map { try MeshInput.documents([$0], run) } ?? documents
    let later = options.againstRelease ?? release
    let before = try MeshInput(older, options, release)
    let after = try MeshInput(documents, options, later)
    if before.isEmpty && after.isEmpty {
      if run.status == .fine { try run.complain("no input: no resources", .trouble) }
      return
    }
    try run.report(MeshProblems(after.collection).findings)
    let differences = try differences(before, after)
    for difference in differences where options.format != .table {
      try run.emit(difference.json(release, later))
    }
    if options.format == .table {
      try run.emit(text: DifferenceText(differences).text)
    }
    if !differences.isEmpty { run.raise(.findings) }
  }

  private func differences(
    _ before: MeshInput, _ after: MeshInput
  ) throws -> [EffectiveDifference] {
    let chooser = MatchRun(options: options, release: release, run: run)
    let chosen = try chooser.choose(after)
    var names = Set(chosen.map(\.name))
    var comparison = EffectiveComparison()
    let (old, new) = (States(before), States(after))
    for dataplane in chosen { comparison.compare(old[dataplane.name], new[dataplane.name]) }
    // Proxies that are gone.
    let there = Set(after.dataplanes.map(\.name))
    for dataplane in before.dataplanes
    where !there.contains(dataplane.name) && options.dataplane.isEmpty
      && options.mesh.map({ $0 == dataplane.resource.mesh }) ?? true
      && options.shard?.includes(dataplane.resource) ?? true
      && names.insert(dataplane.name).inserted
    {
      comparison.compare(old[dataplane.name], nil)
    }
    return comparison.differences
  }

  /// The states of an input's proxies, by mesh and name.
  private final class States {
    private let dataplanes: [String: Dataplane]
    private let collection: MeshCollection
    private var resolvers: [String: EffectivePolicyResolver] = [:]

    init(_ input: MeshInput) {
      dataplanes = Dictionary(
        input.dataplanes.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
      collection = input.collection
    }

    subscript(name: String) -> EffectiveMeshRetry? {
      guard let dataplane = dataplanes[name], let mesh = collection.meshes[dataplane.resource.mesh]
      else { return nil }
      let resolver =
        resolvers[mesh.name] ?? EffectivePolicyResolver(mesh, release: collection.release)
      resolvers[mesh.name] = resolver
      return resolver.resolve(dataplane)
    }
  }
}

extension Dataplane {
  /// `mesh/name`.
  fileprivate var name: String { "\(resource.mesh)/\(resource.name)" }
}

/// Differences as lines of text.
struct DifferenceText {
  private let differences: [EffectiveDifference]
  private static let namesShown = 3

  init(_ differences: [EffectiveDifference]) { self.differences = differences }

  var text: String {
    if differences.isEmpty { return "no difference\n" }
    return differences.map(line).joined()
  }

  private func line(_ difference: EffectiveDifference) -> String {
    let values =
      switch (difference.before, difference.after) {
      case (let before?, let after?): "\(side(before)) -> \(side(after))"
      case (nil, let after?): side(after)
      case (let before?, nil): side(before)
      case (nil, nil): ""
      }
    let count = difference.dataplanes.count
    let shown = difference.dataplanes.prefix(Self.namesShown).joined(separator: ", ")
    let rest = count > Self.namesShown ? ", …" : ""
    return
      "\(difference.change.rawValue): \(difference.destination) \(difference.field): \(values)\n"
      + "  \(count) \(count == 1 ? "proxy" : "proxies"): \(shown)\(rest)\n"
  }

  private func side(_ side: EffectiveDifference.Side) -> String {
    "\(side.value.compactText) (\(side.policy)\(side.source.map { " at \($0)" } ?? ""))"
  }
}
