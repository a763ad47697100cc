import JSON
import MeshRetryCore
import ToolSupport

/// Checks the expectations of the input: those of the part that is asked for, by their own names.
struct ExpectationRun {
  let input: MeshInput
  let shard: Shard?
  let run: ToolRun

  func check() throws {
    let all = input.dataplanes
    var names = ProxyNames(all)
    var resolvers: [String: EffectivePolicyResolver] = [:]
    var states: [Int: EffectiveMeshRetry] = [:]
    for expectation in input.expectations where shard?.includes(expectation.resource) ?? true {
      let resource = expectation.resource
      run.looked(at: resource.identity, in: resource.location(resource.bodyPath())?.file ?? "")
      let problems = expectation.problems
      if !problems.isEmpty {
        try run.report(problems)
        continue
      }
      let name = expectation.dataplane ?? ""
      let mesh = resource.mesh
      let match = names.match(name.contains("/") ? name : "\(mesh)/\(name)")
      guard case .found(let indexes) = match, let index = indexes.first else {
        let nearest: String? = if case .unknown(let nearest) = match { nearest } else { nil }
        let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
        try run.report([expectation.missingDataplane(hint)])
        continue
      }
      if resolvers[mesh] == nil, let snapshot = input.collection.meshes[mesh] {
        resolvers[mesh] = EffectivePolicyResolver(snapshot, release: input.collection.release)
      }
      if states[index] == nil { states[index] = resolvers[mesh]?.resolve(all[index]) }
      if let state = states[index] { try run.report(expectation.failures(state)) }
    }
  }
}
