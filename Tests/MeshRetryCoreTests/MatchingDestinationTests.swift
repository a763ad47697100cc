import JSON
import Testing

@testable import MeshRetryCore

@Suite struct MatchingDestinationTests {
  private typealias Mesh = MatchingTestMesh

  private static func endpoint(_ name: String, _ protocolName: String, more: String = "") -> String
  {
    Mesh.dataplane(
      name, tags: #""kuma.io/service":"backend","kuma.io/protocol":"\#(protocolName)""#, more: more)
  }

  private func outbound(
    _ endpoints: [String], _ policies: [String] = [], _ release: Release = Release(2, 3, 0)
  ) throws -> EffectiveMeshRetry.Outbound {
    let mesh = try Mesh(
      Mesh.mesh + Mesh.dataplane("web-1", tags: Mesh.web, outbounds: ["backend"])
        + (endpoints + policies).joined(), release: release)
    return try #require(try mesh.resolve("web-1").outbounds.first)
  }

  @Test(arguments: [
    (["http"], "http"), (["grpc", "http2"], "http2"), (["grpc", "http"], "tcp"),
    (["kafka", "tcp"], "tcp"), (["HTTP"], "http"), (["http", "mysql"], "unknown"), ([], "unknown"),
  ]) func protocolsInCommon(_ names: [String], _ common: String) throws {
    let endpoints = names.enumerated().map { Self.endpoint("b-\($0.offset)", $0.element) }
    #expect(try outbound(endpoints).protocol == common)
  }

  @Test func endpointsThatDoNotCount() throws {
    let sick = Self.endpoint("b-2", "tcp", more: #","health":{"ready":false}"#)
    let notReady = Self.endpoint("b-3", "tcp", more: #","state":"NotReady""#)
    let well = Self.endpoint("b-1", "http")
    #expect(try outbound([well, sick]).protocol == "http")
    #expect(try outbound([well, notReady]).protocol == "tcp")
    #expect(try outbound([well, notReady], [], Release(2, 6, 0)).protocol == "http")
  }

  @Test func reasons() throws {
    let all = Mesh.policy("all", Mesh.wholeMesh, Mesh.item(Mesh.wholeMesh, retries: 3))
    #expect(try outbound([Self.endpoint("b", "http")], [all]).reason == nil)
    #expect(try outbound([Self.endpoint("b", "http")]).reason == .noRule)
    #expect(try outbound([Self.endpoint("b", "tcp")], [all]).reason == .noSection)
    #expect(try outbound([Self.endpoint("b", "http2")], [all]).reason == .protocolWithoutRetries)
    #expect(try outbound([Self.endpoint("b", "x")], [all]).reason == .unknownProtocol)
    #expect(try outbound([], [all]).reason == .noEndpoints)
  }

  @Test func shadowsMostRecentFirst() throws {
    let policies = ["a", "b", "c"].enumerated().map {
      Mesh.policy(
        $0.element, Mesh.wholeMesh, Mesh.item(Mesh.wholeMesh, retries: $0.offset + 1))
    }
    let origin = try #require(
      try outbound([Self.endpoint("x", "http")], policies).fields.first?.origin)
    #expect(origin.policy == "c")
    #expect(origin.shadows.map(\.policy) == ["b", "a"])
  }

  @Test func encodedAsTheDocument() throws {
    let policies = [
      Mesh.policy("a", Mesh.wholeMesh, Mesh.item(Mesh.wholeMesh, retries: 1)),
      Mesh.policy("b", Mesh.service("web"), Mesh.item(Mesh.service("backend"), retries: 2)),
    ]
    for release in [Release(2, 3, 0), Release(2, 14, 3)] {
      let mesh = try Mesh(
        Mesh.mesh + Mesh.dataplane("web-1", tags: Mesh.web, outbounds: ["backend", "ghost"])
          + Self.endpoint("x", "http") + policies.joined(), release: release)
      let state = try mesh.resolve("web-1")
      #expect(String(decoding: state.compactBytes, as: UTF8.self) == state.json.compactText)
    }
  }

  // MARK: Change and problems

  @Test func differencesFold() throws {
    func state(_ name: String, retries: Int, timeout: Bool) throws -> EffectiveMeshRetry {
      let conf = timeout ? #","perTryTimeout":"1s""# : ""
      let policy = Mesh.policy(
        "p", Mesh.wholeMesh,
        #"{"targetRef":{"kind":"Mesh"},"default":{"http":{"numRetries":\#(retries)\#(conf)}}}"#)
      return try Mesh(
        Mesh.dataplane(name, tags: Mesh.web, outbounds: ["web"]) + policy,
        release: Release(2, 3, 0)
      ).resolve(name)
    }
    var comparison = EffectiveComparison()
    for name in ["web-1", "web-2"] {
      comparison.compare(
        try state(name, retries: 1, timeout: true), try state(name, retries: 2, timeout: false))
    }
    comparison.compare(nil, try state("web-3", retries: 2, timeout: false))
    let found = comparison.differences
    #expect(found.map(\.change) == [.changed, .gone, .introduced])
    #expect(found.map(\.dataplanes) == [["web-1", "web-2"], ["web-1", "web-2"], ["web-3"]])
    #expect(found.map(\.field) == ["http.numRetries", "http.perTryTimeout", "http.numRetries"])
  }

  @Test func problemsHavePlaces() throws {
    let mesh = try Mesh(
      Mesh.dataplane("web-1", tags: Mesh.web, outbounds: ["ghost"])
        + Mesh.dataplane("web-1", tags: Mesh.web, outbounds: ["ghost"])
        + Mesh.policy("p", Mesh.service("nobody"), Mesh.item(Mesh.service("ghost"), retries: 1)),
      release: Release(2, 14, 3))
    let findings = MeshProblems(mesh.collection).findings
    #expect(
      findings.map(\.code) == [
        .duplicateResource, .missingMesh, .targetsNothing, .targetsNothing, .unresolvedReference,
      ])
    #expect(findings.allSatisfy { $0.location != nil && $0.severity == .warning })
  }

  @Test func describedProxies() throws {
    #expect(throws: DescribedProxy.Problem.self) {
      try DescribedProxy(inbounds: ["=x"], outbounds: [])
    }
    #expect(throws: DescribedProxy.Problem.self) {
      try DescribedProxy(inbounds: [], outbounds: ["backend:htp"])
    }
    var mesh = try Mesh(Mesh.mesh, release: Release(2, 3, 0)).collection
    mesh.add(
      try DescribedProxy(inbounds: ["kuma.io/service=web"], outbounds: ["backend:grpc"]),
      mesh: "default", named: "x")
    let snapshot = try #require(mesh.meshes["default"])
    let proxy = try #require(snapshot.dataplanes.first)
    let state = EffectivePolicyResolver(snapshot, release: Release(2, 3, 0)).resolve(proxy)
    #expect(state.outbounds.map(\.protocol) == ["grpc"])
  }
}
