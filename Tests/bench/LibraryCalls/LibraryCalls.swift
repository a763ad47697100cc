import Glibc
import JSON
import MeshRetryCore
import SystemIO
import YAML

/// library-calls POLICIES.yaml MESH.json EFFECTIVE.json: what the libraries take for a document each,
/// without processes, files and output. A tool that has become slower has its reason in one of these rows.
@main
struct LibraryCalls {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4 else {
      print("usage: library-calls POLICIES.yaml MESH.json EFFECTIVE.json")
      exit(2)
    }
    let files = try arguments.dropFirst().map { try InputFile(path: $0).readAll() }
    let release = Release.documented
    try policies(files[0], release)
    try mesh(files[1], release)
    try effective(files[2])
  }

  /// Reading, writing and judging MeshRetry documents.
  private static func policies(_ yaml: [UInt8], _ release: Release) throws {
    let watch = Stopwatch()
    let documents = try Self.yaml(yaml)
    var json = JSONWriter()
    for document in documents {
      json.write(document.root)
      json.endLine()
    }
    let text = json.bytes
    try watch.measure("parse a policy, YAML") { try Self.yaml(yaml).count }
    try watch.measure("parse a policy, JSON") { try Self.json(text).count }
    var writer = JSONWriter()
    watch.measure("write a policy") {
      writer.removeAll()
      for document in documents { writer.write(document.root) }
      return documents.count
    }
    let judge = PolicyJudge(release: release)
    watch.measure("judge a policy as Kuma does") {
      documents.count { judge.verdict(on: $0.root, file: "").passes }
    }
    let linter = Linter(release: release, notes: false)
    watch.measure("judge it, and check it by all rules") {
      documents.count { judge.verdict(on: $0.root, file: "", linter: linter).passes }
    }
  }

  /// Taking a mesh in, and resolving its proxies.
  private static func mesh(_ text: [UInt8], _ release: Release) throws {
    let watch = Stopwatch()
    let documents = try json(text)
    func collection() -> MeshCollection {
      var collection = MeshCollection(release: release)
      for document in documents {
        if let resource = Resource(document.root, file: "", release: release) {
          collection.add(resource)
        }
      }
      collection.finish()
      return collection
    }
    watch.measure("take a resource into a mesh") {
      collection().isEmpty ? 0 : documents.count
    }
    for snapshot in collection().meshes.values {
      let resolver = EffectivePolicyResolver(snapshot, release: release)
      watch.measure("match and merge for a proxy of 10 outbounds") {
        snapshot.dataplanes.count { !resolver.resolve($0).outbounds.isEmpty }
      }
      let answers = snapshot.dataplanes.map { resolver.resolve($0) }
      watch.measure("write its EffectiveMeshRetry") {
        answers.count { !$0.compactBytes.isEmpty }
      }
    }
  }

  /// What comes of EffectiveMeshRetry documents.
  private static func effective(_ text: [UInt8]) throws {
    let watch = Stopwatch()
    let documents = try json(text)
    try watch.measure("map an outbound to Envoy") {
      try documents.reduce(0) {
        $0 + (try ProxyRetries(decoding: $1.root, ProxyRetries.Request()).entries.count)
      }
    }
    try watch.measure("read an outbound's back-off settings") {
      try documents.reduce(0) {
        $0 + (try BackOffSource.entries(in: $1.root, release: nil)).map(\.settings).count
      }
    }
    let settings = try documents.prefix(64).flatMap {
      try BackOffSource.entries(in: $0.root, release: nil).map(\.settings)
    }
    let schedules = settings.compactMap { settings in
      settings.intervals.map {
        BackOffSchedule(model: .envoy, intervals: $0, retries: settings.retries)
      }
    }
    watch.measure("convolve a schedule's delays") {
      schedules.count { !DelaySum(ofAll: $0).quantiles(Percentile.shown).isEmpty }
    }
    let question = BackOffQuestion(models: BackOffModel.allCases)
    watch.measure("work a whole back-off report out") {
      settings.count { !BackOffReport($0, RouteLimits(), question).models.isEmpty }
    }
  }

  private static func yaml(_ text: [UInt8]) throws -> [JSONDocument] {
    let parser = YAMLParser(ByteBuffer(text))
    return try all(parser.next)
  }

  private static func json(_ text: [UInt8]) throws -> [JSONDocument] {
    let parser = JSONParser(ByteBuffer(text))
    return try all(parser.next)
  }

  private static func all(_ next: () throws -> JSONDocument?) rethrows -> [JSONDocument] {
    var documents: [JSONDocument] = []
    while let document = try next() { documents.append(document) }
    return documents
  }
}
