import JSON

/// The policies of which every field is overwritten by later ones for the same proxies, in the order of the
/// input, each with the one that wins.
///
/// However many policies there are, few are in memory: rows for their items are sorted so that those for the
/// same proxies and destination follow one another, the last in the order of merging first.
struct ShadowedPolicies {
  typealias Address = PolicyRecords.Address

  /// A policy and the one that wins over it.
  struct Pair {
    var policy: Address
    var winner: Address
  }

  private var covered: MergedRows
  private var ahead: CoveredItem?

  init(_ policies: PolicyRecords, _ release: Release, scratch: (any ScratchSpace)?) throws {
    var items = SortedRows(scratch: scratch)
    let repeated = try RepeatedAudiences(policies)
    let isDescending = release.has(.nameOrderDescending)
    try policies.forEach { packed in
      let audience = packed.audience
      guard repeated.mayContain(audience) else { return }
      let policy = policies.record(packed)
      let name = isDescending ? policy.displayName : policy.name.name
      let rank = MergeRank(name, isDescending: isDescending, packed.address)
      for (index, item) in policy.items.enumerated() {
        try items.append(ItemRow(item, index, of: policy, for: audience, rank).bytes)
      }
    }
    var covered = SortedRows(scratch: scratch)
    var coverage = ItemCoverage(meshCoversAll: !release.has(.resourceRules))
    var rows = try items.sorted()
    while let row = try rows.next() {
      if let item = coverage.take(ItemRow(row)) { try covered.append(item.bytes) }
    }
    self.covered = try covered.sorted()
    ahead = try self.covered.next().map(CoveredItem.init)
  }

  /// The next one; nil at the end.
  mutating func next() throws -> Pair? {
    while let first = ahead {
      var last = first
      var count: UInt32 = 0
      while let item = ahead, item.policy == first.policy {
        count += 1
        last = item
        ahead = try covered.next().map(CoveredItem.init)
      }
      if count == first.count, let winner = last.winner {
        return Pair(policy: first.policy, winner: winner)
      }
    }
    return nil
  }
}

/// Which audiences may be those of several policies: by hashes, of a bounded number of which the bits are kept.
private struct RepeatedAudiences {
  private var hashes: HashBits

  private static let most = 128 << 10

  init(_ policies: PolicyRecords) throws {
    var hashes = HashBits(count: min(policies.count, Self.most))
    try policies.forEach { hashes.insert(FNV1a.hash($0.audience)) }
    self.hashes = hashes
  }

  func mayContain(_ audience: ArraySlice<UInt8>) -> Bool { hashes.isShared(FNV1a.hash(audience)) }
}
