import JSON

/// The records of any number of policies, about fifty bytes each: packed, and decoded one at a time. Those
/// beyond what may take memory lie in scratch space.
struct PolicyRecords: Sendable {
  private let scratch: (any ScratchSpace)?
  /// The records one after another, in pieces which share with nothing else: those that are full, then the last.
  private var full: [StoredBytes] = []
  private var last: [UInt8] = []
  /// What records of the last chunk can share.
  private var recent = RecentPieces()
  /// The bytes of full chunks in memory.
  private var inMemory = 0
  private var files: [File] = []
  private(set) var count = 0

  /// Where a record begins.
  struct Address: Comparable, Sendable {
    var chunk: UInt32
    var offset: UInt32

    static func < (a: Self, b: Self) -> Bool {
      a.chunk == b.chunk ? a.offset < b.offset : a.chunk < b.chunk
    }
  }

  /// A file and the address of the first record from it.
  private struct File {
    var first: Address
    var name: String
  }

  /// A chunk takes another record as long as it is shorter than that.
  private static let chunkSize = 28 << 10
  /// The bytes that full chunks may take in memory.
  private static let memoryLimit = 256 << 10

  /// Records for which there is that space beside memory.
  init(scratch: (any ScratchSpace)? = nil) { self.scratch = scratch }

  var isEmpty: Bool { count == 0 }

  /// Packs a record: its length, that of its audience, the audience, all else, the number of items, the items.
  mutating func append(_ record: PolicyRecord) {
    append(record, items: record.items, count: record.items.count)
  }

  /// The same with so many items that the record does not have.
  mutating func append(
    _ record: PolicyRecord, items: some Sequence<PolicyRecord.Item>, count itemsCount: Int
  ) {
    if last.count >= Self.chunkSize { endChunk() }
    let start = last.count
    if files.last?.name != record.file {
      files.append(File(first: address(start), name: record.file))
    }
    var audience: [UInt8] = []
    audience.packAudience(of: record)
    last.pack(bigEndian: UInt32(0))
    last.pack(UInt64(audience.count))
    last += audience
    last.packRest(of: record)
    last.pack(count: itemsCount)
    for item in items.prefix(itemsCount) {
      last.pack(item, near: record.targetRange.start.line, &recent)
    }
    var length: [UInt8] = []
    length.pack(bigEndian: UInt32(clamping: last.count - start))
    last.replaceSubrange(start..<start + length.count, with: length)
    count += 1
  }

  /// Takes all records of another store behind its own.
  mutating func append(_ other: PolicyRecords) {
    if other.isEmpty { return }
    let shift: Address
    if other.full.isEmpty && last.count + other.last.count <= Self.chunkSize {
      shift = address(last.count)
      last += other.last
    } else {
      if !last.isEmpty { endChunk() }
      shift = address(0)
      for chunk in other.full { keep(chunk) }
      last = other.last
      recent = other.recent
    }
    for file in other.files where file.name != files.last?.name {
      let first = file.first
      // Only the first chunk was put behind something.
      let offset = first.chunk == 0 ? first.offset + shift.offset : first.offset
      files.append(
        File(first: Address(chunk: first.chunk + shift.chunk, offset: offset), name: file.name))
    }
    count += other.count
  }

  private func address(_ offset: Int) -> Address {
    Address(chunk: UInt32(clamping: full.count), offset: UInt32(clamping: offset))
  }

  private mutating func endChunk() {
    keep(.memory(last))
    last = []
    recent = RecentPieces()
  }

  private mutating func keep(_ chunk: StoredBytes) {
    guard case .memory(let bytes) = chunk else { return full.append(chunk) }
    if inMemory + bytes.count > Self.memoryLimit {
      full.append(StoredBytes(bytes, in: scratch))
    } else {
      inMemory += bytes.count
      full.append(chunk)
    }
  }
}

extension PolicyRecords {
  /// A record that is not decoded yet.
  struct Packed {
    let address: Address
    private let bytes: [UInt8]

    fileprivate init(_ bytes: [UInt8], at address: Address) {
      self.bytes = bytes
      self.address = address
    }

    /// What follows the length.
    private var content: PackedReader { PackedReader(bytes, at: Int(address.offset) + 4) }

    /// The offset behind it.
    fileprivate var end: Int {
      var reader = PackedReader(bytes, at: Int(address.offset))
      return Int(address.offset) + Int(reader.bigEndian(UInt32.self))
    }

    /// Who the policy is for: of policies for the same proxies the same bytes, of no others.
    var audience: ArraySlice<UInt8> {
      var reader = content
      let count = Int(truncatingIfNeeded: reader.number())
      return bytes[reader.next..<reader.next + count]
    }

    /// The policy's mesh.
    var mesh: String? {
      var reader = content
      _ = reader.number()
      return reader.audience().mesh
    }

    fileprivate func record(file: String, withItems: Bool = true) -> PolicyRecord {
      var reader = content
      _ = reader.number()
      return reader.policyRecord(file: file, withItems: withItems)
    }
  }

  /// Goes over all records, in the order of the input.
  func forEach(_ body: (Packed) throws -> Void) throws {
    for number in 0...full.count {
      let bytes = try chunk(number)
      var address = Address(chunk: UInt32(clamping: number), offset: 0)
      while address.offset < bytes.count {
        let packed = Packed(bytes, at: address)
        try body(packed)
        address.offset = UInt32(clamping: packed.end)
      }
    }
  }

  /// A record, decoded anew each time.
  func record(_ packed: Packed) -> PolicyRecord { packed.record(file: file(of: packed.address)) }

  fileprivate func chunk(_ number: Int) throws -> [UInt8] {
    number < full.count ? try full[number].bytes() : last
  }

  /// The file that holds at an address, up to the first address of the next one.
  private func file(of address: Address) -> String {
    var (low, high) = (0, files.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if files[middle].first <= address { low = middle } else { high = middle }
    }
    return files[low].name
  }

  /// Records by their addresses, in any order, but for their items: a policy of very many may be asked for by very
  /// many others. The chunk of the last one is kept.
  struct Lookup {
    private let records: PolicyRecords
    private var chunk: (number: UInt32, bytes: [UInt8])?

    init(_ records: PolicyRecords) { self.records = records }

    subscript(address: Address) -> PolicyRecord {
      mutating get throws {
        if let chunk, chunk.number == address.chunk {
          return record(chunk.bytes, at: address)
        }
        let bytes = try records.chunk(Int(address.chunk))
        chunk = (address.chunk, bytes)
        return record(bytes, at: address)
      }
    }

    private func record(_ bytes: [UInt8], at address: Address) -> PolicyRecord {
      Packed(bytes, at: address).record(file: records.file(of: address), withItems: false)
    }
  }
}
