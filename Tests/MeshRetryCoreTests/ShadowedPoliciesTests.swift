import JSON
import Testing

@testable import MeshRetryCore

/// The policies that others shadow, found in sorted rows, are those that going through all of them finds.
@Suite struct ShadowedPoliciesTests {
  @Test(arguments: ["2.3", "2.6", "2.9"], 0..<40)
  func theyAreThoseThatAllOthersShow(_ release: String, _ seed: Int) throws {
    let release = try #require(Release(parsing: release))
    var random = SplitMix64(seed: UInt64(seed))
    let records = (0..<Int.random(in: 0...60, using: &random)).map { Self.record($0, &random) }
    let expected = Self.shadowed(records, release)
    for scratch in [nil, MemoryScratch()] {
      #expect(try Self.found(records, release, scratch) == expected)
    }
  }

  /// So many that records and rows go to scratch space.
  @Test func manyAreFoundAsFewAre() throws {
    let release = try #require(Release(parsing: "2.3"))
    var random = SplitMix64(seed: 1)
    let records = (0..<15_000).map { Self.record($0, &random) }
    let scratch = MemoryScratch()
    let found = try Self.found(records, release, scratch)
    #expect(found == Self.shadowed(records, release))
    #expect(scratch.count > 1_000_000)
  }

  @Test func namesAreOrderedAsBytes() throws {
    let names = ["", "\0", "\0\0", "\0\u{1}", "\u{1}", "a", "a\0", "a\u{1}", "ab", "b", "é", "名"]
    for isDescending in [false, true] {
      let ranks = names.map { MergeRank($0, isDescending: isDescending, Self.address(3)) }
      #expect(ranks.sorted() == (isDescending ? ranks : ranks.reversed()))
      #expect(ranks.allSatisfy { $0.address == Self.address(3) })
      let later = MergeRank("a", isDescending: isDescending, Self.address(4))
      #expect(later < ranks[5])
    }
  }

  /// A pair of positions.
  private struct Pair: Equatable {
    var policy: Int
    var winner: Int
  }

  private static func found(
    _ records: [PolicyRecord], _ release: Release, _ scratch: MemoryScratch?
  ) throws -> [Pair] {
    var store = PolicyRecords(scratch: scratch)
    for record in records { store.append(record) }
    var shadowed = try ShadowedPolicies(store, release, scratch: scratch)
    var lookup = PolicyRecords.Lookup(store)
    var pairs: [Pair] = []
    while let pair = try shadowed.next() {
      let lines = try [pair.policy, pair.winner].map { try lookup[$0].targetRange.start.line }
      pairs.append(Pair(policy: Int(lines[0]), winner: Int(lines[1])))
    }
    return pairs
  }

  /// Goes from the last policy to the first, keeping what is set for each destination of the same proxies.
  private static func shadowed(_ records: [PolicyRecord], _ release: Release) -> [Pair] {
    let isDescending = release.has(.nameOrderDescending)
    let ordered = records.indices.sorted { a, b in
      let (first, second) = (records[a], records[b])
      let names =
        isDescending
        ? (second.displayName, first.displayName) : (first.name.name, second.name.name)
      return names.0 == names.1 ? a < b : names.0.utf8.lexicographicallyPrecedes(names.1.utf8)
    }
    var set: [[String]: (fields: ConfFields, winner: Int)] = [:]
    var pairs: [Pair] = []
    for position in ordered.reversed() {
      let policy = records[position]
      let proxies = "\(policy.name.mesh ?? "-") \(policy.targetRef) \(policy.orderLabels)"
      let mesh = [proxies, "\(TargetRef(kind: "Mesh"))"]
      var winner: Int?
      let isCovered = policy.items.allSatisfy { item in
        let own = set[[proxies, "\(item.targetRef)"]]
        let all = release.has(.resourceRules) ? nil : set[mesh]
        winner = own?.winner ?? all?.winner
        return (own?.fields ?? []).union(all?.fields ?? []).isSuperset(of: item.fields)
      }
      if isCovered, let winner { pairs.append(Pair(policy: position, winner: winner)) }
      for item in policy.items {
        let key = [proxies, "\(item.targetRef)"]
        let old = set[key] ?? ([], position)
        set[key] = (old.fields.union(item.fields), old.winner)
      }
    }
    return pairs.sorted { $0.policy < $1.policy }
  }

  /// One whose line is its position. Few names, proxies, destinations and fields, so that much is shared.
  private static func record(
    _ position: Int, _ random: inout some RandomNumberGenerator
  ) -> PolicyRecord {
    func range(_ line: Int) -> TextRange {
      let start = Position(line: UInt32(clamping: line), column: 1)
      return TextRange(start: start, end: start)
    }
    func ref(_ kinds: [String]) -> TargetRef {
      let kind = kinds[Int.random(in: 0..<kinds.count, using: &random)]
      let names = ["a", "b", "a\0"]
      return TargetRef(
        kind: kind,
        name: kind == "Mesh" ? nil : names[Int.random(in: 0..<names.count, using: &random)])
    }
    let name = "p\(Int.random(in: 0..<8, using: &random))"
    let items = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      PolicyRecord.Item(
        targetRef: ref(["Mesh", "MeshService"]), targetRange: range(position),
        fields: ConfFields(rawValue: UInt32.random(in: 0..<8, using: &random)))
    }
    return PolicyRecord(
      name: ResourceName(type: "MeshRetry", mesh: "default", name: name), form: .universal,
      file: "a.yaml", targetRef: ref(["Mesh", "MeshService", "Mesh"]), targetRange: range(position),
      orderLabels: Int.random(in: 0..<5, using: &random) == 0 ? [nil, "zone"] : [],
      displayName: Bool.random(using: &random) ? name : "q", items: items)
  }

  private static func address(_ offset: UInt32) -> PolicyRecords.Address {
    PolicyRecords.Address(chunk: 1, offset: offset)
  }
}
