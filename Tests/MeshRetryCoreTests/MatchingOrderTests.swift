import JSON
import Testing

@testable import MeshRetryCore

@Suite struct MatchingOrderTests {
  private typealias Mesh = MatchingTestMesh
  private let item = Mesh.item(Mesh.wholeMesh, retries: 1)

  private func order(_ policies: [String], _ release: Release) throws -> [String] {
    let mesh = try Mesh(
      Mesh.dataplane("web-1", tags: Mesh.web) + policies.joined(), release: release)
    return try mesh.policies("web-1")
  }

  @Test func greaterNameWinsUpToTwoDotFive() throws {
    let policies = ["b", "a", "a-b"].map { Mesh.policy($0, Mesh.wholeMesh, item) }
    #expect(try order(policies, Release(2, 3, 0)) == ["a", "a-b", "b"])
    #expect(try order(policies, Release(2, 6, 0)) == ["b", "a-b", "a"])
  }

  @Test func kindsComeBeforeNames() throws {
    let policies = [
      Mesh.policy("a", Mesh.service("web"), item),
      Mesh.policy("b", #"{"kind":"MeshSubset","tags":{"kuma.io/service":"web"}}"#, item),
      Mesh.policy("c", Mesh.wholeMesh, item),
      Mesh.policy("d", #"{"kind":"MeshServiceSubset","name":"web","tags":{}}"#, item),
    ]
    #expect(try order(policies, Release(2, 3, 0)) == ["c", "b", "a", "d"])
    #expect(try order(policies, Release(2, 14, 3)) == ["c", "b", "a", "d"])
  }

  @Test func originAndRoleDecideBeforeNames() throws {
    let policies = [
      Mesh.policy("a", Mesh.wholeMesh, item, labels: #"{"kuma.io/origin":"global"}"#),
      Mesh.policy("b", Mesh.wholeMesh, item, labels: #"{"kuma.io/origin":"zone"}"#),
      Mesh.policy("c", Mesh.wholeMesh, item),
      Mesh.policy(
        "d", Mesh.wholeMesh, item, labels: #"{"kuma.io/policy-role":"producer"}"#),
    ]
    #expect(try order(policies, Release(2, 14, 3)) == ["a", "c", "d", "b"])
    #expect(try order(policies, Release(2, 7, 0)) == ["a", "d", "c", "b"])
    #expect(try order(policies, Release(2, 5, 0)) == ["a", "b", "c", "d"])
  }

  @Test func namedDataplanesBeatLabelsAndSections() throws {
    let policies = [
      Mesh.policy("a", #"{"kind":"Dataplane","name":"web-1"}"#, item),
      Mesh.policy("b", #"{"kind":"Dataplane","labels":{}}"#, item),
      Mesh.policy("c", #"{"kind":"Dataplane","labels":{},"sectionName":"80"}"#, item),
    ]
    #expect(try order(policies, Release(2, 14, 3)) == ["b", "c", "a"])
  }
}
