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

  init(_ release: Release) { mesh = MeshLinter(release: release) }

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

  /// What the rules about meshes find, and what the comments had nothing to suppress of.
  mutating func findings() -> [Finding] {
    var findings: [Finding] = []
    for finding in mesh.findings() where !isSuppressed(finding) { findings.append(finding) }
    findings += suppressions.flatMap(\.unused)
    return sources.isEmpty ? findings : findings.map { $0.relocated(relocated) }
  }

  private mutating func isSuppressed(_ finding: Finding) -> Bool {
    guard let file = finding.location?.file, let indices = suppressionsOfFile[file] else {
      return false
    }
    // All of them have had something to suppress then.
    return indices.reduce(false) { suppressions[$1].suppresses(finding) || $0 }
  }

  private func relocated(_ location: SourceLocation) -> SourceLocation {
    sourcesOfFile[location.file].map { sources[$0].relocated(location) } ?? location
  }
}
