import JSON
import MeshRetryCore
import ToolSupport

/// Reads the resources, picks the proxies, writes what each gets.
struct MatchRun {
  let options: MRMatch
  let release: Release
  let run: ToolRun

  func match() throws {
    if options.against != nil || options.againstRelease != nil {
      return try ComparisonRun(options: options, release: release, run: run).compare()
    }
    let input = try MeshInput(files: options.operands.files, options, release, run)
    if input.isEmpty {
      if run.status == .fine { try run.complain("no input: no resources", .trouble) }
      return
    }
    try run.report(MeshProblems(input.collection).findings)
    let chosen = try choose(input)
    if let policy = options.policy {
      try PolicyReachRun(input: input, policy: policy, options: options, run: run).write(chosen)
    } else {
      try write(chosen, of: input)
    }
    try ExpectationRun(input: input, shard: options.shard, run: run).check()
  }

  // MARK: Proxies

  /// The proxies asked for; says which are not there.
  func choose(_ input: MeshInput) throws -> [Dataplane] {
    let all = input.dataplanes
    try checkMesh(input)
    // A name means a proxy of the mesh asked for.
    let inMesh = all.indices.filter { index in
      options.mesh.map { $0 == all[index].resource.mesh } ?? true
    }
    var names = ProxyNames(inMesh.map { all[$0] })
    var wanted: Set<Int>?
    for text in options.dataplane {
      let match = names.match(text)
      if case .found(let indexes) = match {
        wanted = (wanted ?? []).union(indexes.map { inMesh[$0] })
      }
      if let complaint = match.complaint(text) {
        wanted = wanted ?? []
        try run.report([Finding(.unknownDataplane, complaint, at: nil)])
        run.raise(.findings)
      }
    }
    // One that is refused was there.
    let isSilent = run.status == .fine
    if all.isEmpty && options.dataplane.isEmpty && input.expectations.isEmpty && isSilent {
      try run.report([
        Finding(.unknownDataplane, "no Dataplane in the input", at: nil, severity: .warning)
      ])
    }
    // Who describes a proxy asks about that one.
    let isDescribed = try options.described.proxy() != nil
    return all.indices.filter { index in
      let resource = all[index].resource
      if isDescribed && resource.file != nil { return false }
      return wanted?.contains(index) ?? true
        && options.mesh.map { $0 == resource.mesh } ?? true
        && options.shard?.includes(resource) ?? true
    }.map { all[$0] }
  }

  /// Says that the mesh asked for is not there.
  private func checkMesh(_ input: MeshInput) throws {
    let known = input.collection.meshes.keys.sorted()
    guard let mesh = options.mesh, !known.contains(mesh) else { return }
    let hint = Nearest.match(mesh, in: known).map { "; did you mean '\($0)'?" } ?? ""
    try run.report([
      Finding(
        .unknownDataplane, "nothing in the input is of mesh '\(mesh)'\(hint)", at: nil,
        severity: .error)
    ])
    run.raise(.findings)
  }

  // MARK: Output

  private func write(_ chosen: [Dataplane], of input: MeshInput) throws {
    let form = AnswerForm(options, isCompact: run.isCompact)
    if options.format == .dot { try run.emit(text: DotGraph.head) }
    var warned = Set<String>()
    try ProxyAnswers(input.collection, form).forEach(chosen) { answer in
      for warning in answer.warnings where warned.insert(warning.text).inserted {
        try run.report([warning.finding])
      }
      try run.emit(bytes: answer.bytes)
    }
    if options.format == .dot { try run.emit(text: DotGraph.foot) }
  }
}
