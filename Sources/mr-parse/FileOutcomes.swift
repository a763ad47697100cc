import MeshRetryCore

/// What the files of a run leave for its end: what counts of their meshes, in order, and the comments of those
/// files that have any.
struct FileOutcomes {
  /// How many documents there were.
  private(set) var documents = 0
  private var mesh: MeshLinter
  private var suppressions: [Suppressions] = []
  private var sources: [HelmSources] = []
  /// The places of a file's comments; a file may be given more than once.
  private var suppressionsOfFile: [String: [Int]] = [:]
  private var sourcesOfFile: [String: Int] = [:]

  init(_ release: Release, scratch: any ScratchSpace) {
    mesh = MeshLinter(release: release, scratch: scratch)
  }

  /// Takes the outcome of the next file.
  mutating func append(_ outcome: consuming FileReading.Outcome) {
    documents += outcome.documents
    mesh.add(outcome.mesh)
    if !outcome.suppressions.isEmpty {
      suppressionsOfFile[outcome.suppressions.file, default: []].append(suppressions.count)
      suppressions.append(outcome.suppressions)
    }
    if !outcome.sources.isEmpty {
      sourcesOfFile[outcome.sources.file] = sources.count
      sources.append(outcome.sources)
    }
  }

  /// Hands over what the rules about meshes find, then what the comments had nothing to suppress of.
  mutating func findings(_ deliver: ([Finding]) throws -> Void) throws {
    try mesh.check { found in
      let findings = found.filter { !isSuppressed($0) }
      if !findings.isEmpty { try deliver(relocated(findings)) }
    }
    for comments in suppressions { try comments.unused { try deliver(relocated($0)) } }
  }

  private mutating func isSuppressed(_ finding: Finding) -> Bool {
    guard let file = finding.location?.file, let indices = suppressionsOfFile[file] else {
      return false
    }
    // All of them have had something to suppress then.
    return indices.reduce(false) { suppressions[$1].suppresses(finding) || $0 }
  }

  private func relocated(_ findings: [Finding]) -> [Finding] {
    sources.isEmpty ? findings : findings.map { $0.relocated(relocated) }
  }

  private func relocated(_ location: SourceLocation) -> SourceLocation {
    sourcesOfFile[location.file].map { sources[$0].relocated(location) } ?? location
  }
}
