import JSON
import MeshRetryCore
import ToolSupport

/// The resources of the input, sorted into meshes.
struct MeshInput {
  private(set) var collection: MeshCollection
  private(set) var expectations: [Expectation] = []

  /// Reads the resources of files; standard input when there are none.
  init(files: [String], _ options: MRMatch, _ release: Release, _ run: ToolRun) throws {
    let documents = try Self.documents(files, run)
    try self.init(documents, options, release)
  }

  /// The resources in documents, by the rules of a release.
  init(
    _ documents: [(node: JSONNode, file: String)], _ options: MRMatch, _ release: Release
  ) throws {
    collection = MeshCollection(release: release)
    let labels = options.controlPlane.labels(release)
    for (node, file) in documents {
      guard let resource = Resource(node, file: file, release: release) else { continue }
      if resource.type == Expectation.type {
        expectations.append(Expectation(resource))
      } else {
        collection.add(labels.label(resource))
      }
    }
    collection.finish()
    if let proxy = try options.described.proxy() {
      let name = options.dataplane.first.map { String($0.split(separator: "/").last ?? "") }
      collection.add(
        proxy, mesh: options.mesh ?? "default", named: name ?? DescribedProxy.name)
    }
    if options.controlPlane.withDefaults { collection.addDefaultPolicies(labels) }
  }

  /// The documents of files, with the files' names.
  static func documents(
    _ files: [String], _ run: ToolRun
  ) throws -> [(node: JSONNode, file: String)] {
    var documents: [(node: JSONNode, file: String)] = []
    try JSONInput(files: files, run).forEach { documents.append(($0, $1)) }
    return documents
  }

  var isEmpty: Bool { collection.isEmpty && expectations.isEmpty && dataplanes.isEmpty }

  /// All proxies, mesh by mesh, in input order.
  var dataplanes: [Dataplane] {
    collection.meshes.keys.sorted().flatMap { collection.meshes[$0]?.dataplanes ?? [] }
  }
}
