import Testing

@testable import MeshRetryCore

/// Tag sets are found by what goes together in one of them, joined with others or not.
@Suite struct TagSetsTests {
  @Test(arguments: 0..<20) func tagsGoTogetherAsInOneSet(_ seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    func tags() -> StringMap {
      StringMap(
        ["a", "b", "c", "d"].filter { _ in Bool.random(using: &random) }
          .map { ($0, "\(Int.random(in: 0...2, using: &random))") }.shuffled(using: &random))
    }
    let sets = (0..<Int.random(in: 0...12, using: &random)).map { _ in tags() }
    var (tagSets, later) = (TagSets(), TagSets())
    for (position, set) in sets.enumerated() {
      if position % 3 == 0 { later.insert(set) } else { tagSets.insert(set) }
    }
    tagSets.formUnion(later)
    let index = TagSets.Index(tagSets)
    for _ in 0..<50 {
      let wanted = tags()
      let isThere = sets.contains { set in wanted.entries.allSatisfy { set[$0.key] == $0.value } }
      #expect(index.hasSet(with: wanted) == isThere, "\(wanted) in \(sets)")
    }
  }

  @Test func aServiceOfTwoProtocolsHasNone() {
    var (mesh, other) = (MeshInventory.Mesh(), MeshInventory.Mesh())
    for (service, spoken) in [("one", "http"), ("one", "http"), ("two", "http"), ("two", "grpc")] {
      mesh.add(service, spoken)
    }
    mesh.add("two", "http")
    other.add("one", "tcp")
    other.add("three", "tcp")
    #expect(mesh.services == ["one": "http", "two": nil])
    mesh.add(other)
    #expect(mesh.services == ["one": nil, "two": nil, "three": "tcp"])
  }
}
