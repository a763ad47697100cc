/// An item of a policy as a row of bytes: rows for the same proxies and destination follow one another, the last
/// in the order of merging first; those for the whole mesh come before those for other destinations.
struct ItemRow {
  /// Who the policy is for.
  var audience: ArraySlice<UInt8>
  /// Whom the item is for; empty for the whole mesh.
  var destination: ArraySlice<UInt8>
  var rank: MergeRank
  /// Which of so many items of the policy it is.
  var index: UInt32
  var count: UInt32
  var fields: ConfFields

  private static let mesh = TargetRef(kind: TargetKind.mesh.rawValue)

  init(
    _ item: PolicyRecord.Item, _ index: Int, of policy: PolicyRecord,
    for audience: ArraySlice<UInt8>, _ rank: MergeRank
  ) {
    self.audience = audience
    self.rank = rank
    self.index = UInt32(clamping: index)
    count = UInt32(clamping: policy.items.count)
    fields = item.fields
    var destination: [UInt8] = []
    if item.targetRef != Self.mesh { destination.pack(item.targetRef) }
    self.destination = destination[...]
  }

  /// The row of those bytes.
  init(_ bytes: [UInt8]) {
    var reader = PackedReader(bytes, at: 0)
    audience = reader.slice()
    destination = reader.slice()
    rank = MergeRank(Array(bytes[reader.next..<bytes.count - 12]))
    reader = PackedReader(bytes, at: bytes.count - 12)
    index = reader.bigEndian(UInt32.self)
    count = reader.bigEndian(UInt32.self)
    fields = ConfFields(rawValue: reader.bigEndian(UInt32.self))
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(audience.count + destination.count + rank.bytes.count + 22)
    bytes.pack(audience)
    bytes.pack(destination)
    bytes += rank.bytes
    bytes.pack(bigEndian: index)
    bytes.pack(bigEndian: count)
    bytes.pack(bigEndian: fields.rawValue)
    return bytes
  }
}

/// Where a policy stands in the order of merging, as bytes: the later it is merged, the smaller.
struct MergeRank: Comparable {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// - Parameter isDescending: whether policies are merged from the largest name to the smallest one.
  init(_ name: String, isDescending: Bool, _ address: PolicyRecords.Address) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(name.utf8.count + 10)
    // The end is smaller than whatever a longer name goes on with.
    for byte in name.utf8 { bytes += byte == 0 ? [0, 1] : [byte] }
    bytes += [0, 0]
    if !isDescending { for index in bytes.indices { bytes[index] = ~bytes[index] } }
    // Of policies of one name, the later one of the input is merged later.
    bytes.pack(bigEndian: ~address.chunk)
    bytes.pack(bigEndian: ~address.offset)
    self.bytes = bytes
  }

  /// The policy.
  var address: PolicyRecords.Address {
    var reader = PackedReader(bytes, at: bytes.count - 8)
    return .init(chunk: ~reader.bigEndian(UInt32.self), offset: ~reader.bigEndian(UInt32.self))
  }

  static func < (a: Self, b: Self) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

/// An item of which every field is overwritten, as a row of bytes in the order of the input.
struct CoveredItem {
  var policy: PolicyRecords.Address
  /// Which of so many items of the policy it is.
  var index: UInt32
  var count: UInt32
  /// The last policy that sets something for the item's destination; nil if it is none.
  var winner: PolicyRecords.Address?

  init(_ row: ItemRow, winner: PolicyRecords.Address?) {
    policy = row.rank.address
    index = row.index
    count = row.count
    self.winner = winner
  }

  /// The item of those bytes.
  init(_ bytes: [UInt8]) {
    var reader = PackedReader(bytes, at: 0)
    policy = reader.address()
    index = reader.bigEndian(UInt32.self)
    count = reader.bigEndian(UInt32.self)
    winner = reader.isAtEnd ? nil : reader.address()
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(24)
    bytes.pack(policy)
    bytes.pack(bigEndian: index)
    bytes.pack(bigEndian: count)
    if let winner { bytes.pack(winner) }
    return bytes
  }
}

extension [UInt8] {
  fileprivate mutating func pack(_ bytes: ArraySlice<UInt8>) {
    pack(UInt64(bytes.count))
    self += bytes
  }

  fileprivate mutating func pack(_ address: PolicyRecords.Address) {
    pack(bigEndian: address.chunk)
    pack(bigEndian: address.offset)
  }
}

extension PackedReader {
  fileprivate mutating func slice() -> ArraySlice<UInt8> {
    bytes(Int(truncatingIfNeeded: number()))[...]
  }

  fileprivate mutating func address() -> PolicyRecords.Address {
    .init(chunk: bigEndian(UInt32.self), offset: bigEndian(UInt32.self))
  }
}
