import JSON
import Testing

@testable import MeshRetryCore

/// A mesh for tests, from JSON documents.
struct MatchingTestMesh {
  let collection: MeshCollection

  init(_ documents: String, release: Release) throws {
    var collection = MeshCollection(release: release)
    let parser = JSONParser(text: documents)
    while let document = try parser.next() {
      let resource = try #require(Resource(document.root, file: "mesh.json", release: release))
      collection.add(resource)
    }
    collection.finish()
    self.collection = collection
  }

  /// What a proxy of mesh `default` gets.
  func resolve(_ name: String) throws -> EffectiveMeshRetry {
    let mesh = try #require(collection.meshes["default"])
    let dataplane = try #require(mesh.dataplanes.first { $0.resource.name == name })
    return EffectivePolicyResolver(mesh, release: collection.release).resolve(dataplane)
  }

  /// The names of the policies that select a proxy, in merge order.
  func policies(_ name: String) throws -> [String] { try resolve(name).policies.map(\.name) }

  static let mesh = #"{"type":"Mesh","name":"default"}"#

  static func dataplane(
    _ name: String, tags: String, outbounds: [String] = [], more: String = ""
  ) -> String {
    let list = outbounds.enumerated().map {
      #"{"port":\#(10001 + $0.offset),"tags":{"kuma.io/service":"\#($0.element)"}}"#
    }
    return #"{"type":"Dataplane","mesh":"default","name":"\#(name)","networking":{"address":"#
      + #""10.0.0.1","inbound":[{"port":80,"tags":{\#(tags)}\#(more)}],"#
      + #""outbound":[\#(list.joined(separator: ","))]}}"#
  }

  static func policy(
    _ name: String, _ targetRef: String, _ to: String, labels: String = "{}"
  ) -> String {
    #"{"type":"MeshRetry","mesh":"default","name":"\#(name)","labels":\#(labels),"#
      + #""spec":{"targetRef":\#(targetRef),"to":[\#(to)]}}"#
  }

  static func item(_ ref: String, retries: Int) -> String {
    #"{"targetRef":\#(ref),"default":{"http":{"numRetries":\#(retries)}}}"#
  }

  static let wholeMesh = #"{"kind":"Mesh"}"#
  static func service(_ name: String) -> String { #"{"kind":"MeshService","name":"\#(name)"}"# }

  static let web = #""kuma.io/service":"web","kuma.io/protocol":"http""#
}
