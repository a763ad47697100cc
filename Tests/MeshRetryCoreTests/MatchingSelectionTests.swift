import JSON
import Testing

@testable import MeshRetryCore

@Suite struct MatchingSelectionTests {
  private typealias Mesh = MatchingTestMesh
  private let item = Mesh.item(Mesh.wholeMesh, retries: 1)

  private func isSelected(
    _ targetRef: String, tags: String = Mesh.web, more: String = "", labels: String = "{}",
    _ release: Release
  ) throws -> Bool {
    let mesh = try Mesh(
      Mesh.dataplane("web-1", tags: tags, more: more)
        + Mesh.policy("p", targetRef, item, labels: labels), release: release)
    return try !mesh.policies("web-1").isEmpty
  }

  @Test func allTagsOfASelectorOnOneInbound() throws {
    let subset = #"{"kind":"MeshSubset","tags":{"kuma.io/service":"web","v":"1"}}"#
    #expect(try !isSelected(subset, Release(2, 3, 0)))
    #expect(try isSelected(subset, tags: Mesh.web + #","v":"1""#, Release(2, 3, 0)))
    let any = #"{"kind":"MeshSubset","tags":{"v":"*"}}"#
    #expect(try isSelected(any, tags: Mesh.web + #","v":"1""#, Release(2, 3, 0)))
    #expect(try !isSelected(any, Release(2, 3, 0)))
  }

  @Test func serviceNamesTakeAStar() throws {
    #expect(try isSelected(Mesh.service("*"), Release(2, 3, 0)))
    #expect(try !isSelected(Mesh.service("backend"), Release(2, 3, 0)))
  }

  @Test func ignoredInbounds() throws {
    let more = #","state":"Ignored""#
    #expect(try isSelected(Mesh.wholeMesh, more: more, Release(2, 5, 0)))
    #expect(try !isSelected(Mesh.wholeMesh, more: more, Release(2, 5, 1)))
    #expect(try isSelected(Mesh.wholeMesh, more: more, Release(2, 14, 3)))
  }

  @Test func sectionsByNameAndByPort() throws {
    let byPort = #"{"kind":"Dataplane","sectionName":"80"}"#
    #expect(try !isSelected(byPort, Release(2, 10, 0)))
    #expect(try isSelected(byPort, Release(2, 12, 0)))
    #expect(try !isSelected(byPort, more: #","name":"main""#, Release(2, 12, 0)))
  }

  @Test func shadowPolicies() throws {
    let labels = #"{"kuma.io/effect":"shadow"}"#
    #expect(try isSelected(Mesh.wholeMesh, labels: labels, Release(2, 6, 0)))
    #expect(try !isSelected(Mesh.wholeMesh, labels: labels, Release(2, 7, 0)))
  }

  @Test func consumersStayInTheirNamespace() throws {
    let labels = #"{"kuma.io/policy-role":"consumer","k8s.kuma.io/namespace":"shop"}"#
    #expect(try isSelected(Mesh.wholeMesh, labels: labels, Release(2, 8, 0)))
    #expect(try !isSelected(Mesh.wholeMesh, labels: labels, Release(2, 9, 0)))
  }

  @Test func zoneLabelsAreComputed() throws {
    let release = Release(2, 14, 3)
    let document = try #require(
      try JSONParser(text: Mesh.policy("p", Mesh.wholeMesh, item)).next())
    let resource = try #require(Resource(document.root, release: release))
    let labels = ComputedLabels(.zone("east"), systemNamespace: nil, release: release)
      .label(resource).labels
    #expect(labels["kuma.io/origin"] == "zone")
    #expect(labels["kuma.io/zone"] == "east")
    #expect(labels["kuma.io/policy-role"] == nil)
  }

  @Test(arguments: [
    (#"{"kind":"Mesh"}"#, "kuma-system", "system"), (#"{"kind":"Mesh"}"#, "shop", "consumer"),
    (#"{"kind":"MeshService","name":"a"}"#, "shop", "producer"),
    (#"{"kind":"MeshService","name":"a","namespace":"other"}"#, "shop", "consumer"),
  ]) func rolesAreComputed(_ ref: String, _ namespace: String, _ role: String) throws {
    let release = Release(2, 14, 3)
    let text =
      #"{"apiVersion":"kuma.io/v1alpha1","kind":"MeshRetry","metadata":{"name":"p","namespace":""#
      + #"\#(namespace)"},"spec":{"to":[{"targetRef":\#(ref),"default":{}}]}}"#
    let document = try #require(try JSONParser(text: text).next())
    let resource = try #require(Resource(document.root, release: release))
    let labels = ComputedLabels(.zone("east"), systemNamespace: nil, release: release)
      .label(resource).labels
    #expect(labels["kuma.io/policy-role"] == role)
  }

  // MARK: Names

  /// Policies are looked up by what they ask for: of those that are tried one by one, none is missed.
  @Test(arguments: [Release(2, 3, 0), Release(2, 6, 0), Release(2, 10, 0), Release(2, 14, 0)])
  func lookingUpMissesNone(_ release: Release) throws {
    let targets = [
      Mesh.wholeMesh, Mesh.service("web"), Mesh.service("*"), Mesh.service("edge"),
      #"{"kind":"Dataplane"}"#, #"{"kind":"Dataplane","name":"web-1"}"#,
      #"{"kind":"Dataplane","name":"web-9"}"#, #"{"kind":"Dataplane","labels":{}}"#,
      #"{"kind":"Dataplane","labels":{"none":""}}"#,
      #"{"kind":"Dataplane","labels":{"none":"","app":"web"}}"#,
      #"{"kind":"Dataplane","labels":{"app":"other"}}"#,
      #"{"kind":"Dataplane","name":"web-9","labels":{"app":"web"}}"#,
      #"{"kind":"MeshGateway","name":"edge"}"#, #"{"kind":"MeshGateway","name":"shown"}"#,
      #"{"kind":"MeshGateway","name":"other"}"#,
      #"{"kind":"MeshServiceSubset","name":"web","tags":{"kuma.io/service":"edge"}}"#,
    ]
    func labels(_ app: String) -> String { #""labels":{"app":"\#(app)"},"networking":"# }
    let web = Mesh.dataplane("web-1", tags: Mesh.web)
    let edge =
      #"{"address":"10.0.0.2","gateway":{"type":"BUILTIN","tags":{"kuma.io/service":"edge"}}}}"#
    for (gateway, shown) in [
      ("edge", "edge"), ("core", "shown"), (SyncedName.hashed("edge", mesh: "default"), "edge"),
    ] {
      let documents = [
        web.replacing(#""networking":"#, with: labels("web")),
        web.replacing("web-1", with: "web-2"),
        #"{"type":"Dataplane","mesh":"default","name":"edge-1",\#(labels("edge"))\#(edge)"#,
        #"{"type":"MeshGateway","mesh":"default","name":"\#(gateway)","labels":{"kuma.io/display-name":"#
          + #""\#(shown)"},"selectors":[{"match":{"kuma.io/service":"edge"}}],"conf":{"listeners":"#
          + #"[{"port":80,"protocol":"HTTP"}]}}"#,
      ]
      let policies = targets.enumerated().map { Mesh.policy("p-\($0)", $1, item) }
      let mesh = try #require(
        Mesh((documents + policies).joined(), release: release).collection.meshes["default"])
      let matcher = PolicyMatcher(
        mesh.policies, gateways: mesh.gateways, routes: mesh.routes, release: release)
      for dataplane in mesh.dataplanes {
        let match = matcher.match(dataplane)
        let selection = ProxySelection(
          references: matcher.references, dataplane: dataplane, gateway: match.gateway)
        let selecting = mesh.policies.filter { (try? !selection.select($0).isEmpty) ?? false }
        #expect(!selecting.isEmpty)
        #expect(Set(match.policies.map(\.name)) == Set(selecting.map(\.name)))
      }
    }
  }

  @Test func synchronisedNames() {
    let name = SyncedName.hashed("external", mesh: "mesh-1", ["zone-k8s", "ns-k8s"])
    #expect(name == "external-czww8wfz5vx85464")
  }

  @Test func matchesHashes() throws {
    let exact = #"[{"path":{"type":"Exact","value":"/"}}]"#
    let prefix = #"[{"path":{"value":"/api","type":"PathPrefix"}}]"#
    #expect(try hash(exact) == "JNNc6//C3P17nUsOJm5f4kqG+U3v8pXhS0od9C3+oss=")
    #expect(try hash(prefix) == "waFsoIISmZDTfFWYqxvY265/GASHYEWvHQTwMh/bpuU=")
  }

  private func hash(_ matches: String) throws -> String {
    MatchesHash.hash(of: try JSONParser(text: matches).next()?.root)
  }

  @Test func identifiers() {
    let key = KRI(
      type: "MeshService", mesh: "default", zone: "east", namespace: "shop", name: "backend",
      section: "http")
    #expect(key.description == "kri_msvc_default_east_shop_backend_http")
    #expect(
      KRI(type: "Mesh", mesh: "", zone: "", namespace: "", name: "default").description
        == "kri_m____default_")
  }
}
