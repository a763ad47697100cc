import JSON

/// The records of any number of policies, about fifty bytes each: packed, and decoded one at a time.
struct PolicyRecords: Sendable {
  private var index: [Entry] = []
  /// The records one after another, in pieces: one array would be there twice whenever it grows.
  private var chunks: [Chunk] = []
  /// What records of the last chunk can share.
  private var recent = RecentPieces()
  private var files: [File] = []

  /// Where a record begins in its chunk.
  private struct Entry {
    var audienceHash: UInt32
    var offset: UInt32
  }

  /// Whole records, from that position on; they share with each other only.
  private struct Chunk: Run {
    var first: Int
    var bytes: [UInt8]
  }

  /// A file and the position of the first record from it.
  private struct File: Run {
    var first: Int
    var name: String
  }

  /// A chunk takes another record as long as so much is free in it; a longer record makes it longer.
  private static let spare = 4 << 10
  private static let chunkSize = 256 << 10

  /// Packs a record; the hash is of the bytes of its audience.
  mutating func append(
    _ record: PolicyRecord, hash: (ArraySlice<UInt8>) -> UInt32 = { FNV1a.hash($0) }
  ) {
    if !(files.last?.name.utf8.elementsEqual(record.file.utf8) ?? false) {
      files.append(File(first: count, name: record.file))
    }
    if free < Self.spare { startChunk() }
    let chunk = chunks.count - 1
    let start = chunks[chunk].bytes.count
    chunks[chunk].bytes.packAudience(of: record)
    index.append(
      Entry(audienceHash: hash(chunks[chunk].bytes[start...]), offset: UInt32(clamping: start)))
    chunks[chunk].bytes.packRest(of: record, &recent)
  }

  /// Takes all records of another store behind its own.
  mutating func append(_ other: PolicyRecords) {
    if isEmpty { return self = other }
    files += other.files.map { File(first: count + $0.first, name: $0.name) }
    for (number, chunk) in other.chunks.enumerated() {
      let end = number + 1 < other.chunks.count ? other.chunks[number + 1].first : other.count
      var offset: UInt32 = 0
      if chunk.bytes.count <= free {
        offset = UInt32(clamping: chunks[chunks.count - 1].bytes.count)
        chunks[chunks.count - 1].bytes += chunk.bytes
      } else {
        chunks.append(Chunk(first: count, bytes: chunk.bytes))
        recent = RecentPieces()
      }
      for var entry in other.index[chunk.first..<end] {
        entry.offset += offset
        index.append(entry)
      }
    }
  }

  /// What the last chunk has room for.
  private var free: Int { chunks.last.map { Self.chunkSize - $0.bytes.count } ?? 0 }

  /// The first chunk grows, since most inputs are small.
  private mutating func startChunk() {
    chunks.append(Chunk(first: count, bytes: []))
    recent = RecentPieces()
    if chunks.count > 1 { chunks[chunks.count - 1].bytes.reserveCapacity(Self.chunkSize) }
  }
}

extension PolicyRecords: RandomAccessCollection {
  var startIndex: Int { 0 }
  var endIndex: Int { index.count }

  /// A record, decoded anew each time.
  subscript(position: Int) -> PolicyRecord {
    var reader = reader(of: position)
    return reader.policyRecord(file: files.run(of: position).name)
  }

  /// The mesh of a policy.
  func mesh(of position: Int) -> String? {
    var reader = reader(of: position)
    return reader.audience().mesh
  }

  private func reader(of position: Int) -> PackedReader {
    PackedReader(chunks.run(of: position).bytes, at: Int(index[position].offset))
  }
}

extension PolicyRecords {
  /// The positions of policies for the same proxies, in the order of the input; only where there are several.
  func sharedAudiences() -> [[Int]] {
    var hashes = HashBits(count: count)
    for entry in index { hashes.insert(entry.audienceHash) }
    // Each with its position.
    var ordered: [UInt64] = []
    for (position, entry) in index.enumerated() where hashes.isShared(entry.audienceHash) {
      ordered.append(UInt64(entry.audienceHash) << 32 | UInt64(position))
    }
    ordered.sort()
    var groups: [[Int]] = []
    var rest = ordered[...]
    while let first = rest.first {
      let ofOneHash = rest.prefix { $0 >> 32 == first >> 32 }
      rest = rest[ofOneHash.endIndex...]
      if ofOneHash.count == 1 { continue }
      groups += split(ofOneHash.map { Int(UInt32(truncatingIfNeeded: $0)) })
    }
    return groups
  }

  /// Policies whose audiences have one hash, which nearly always are the same.
  private func split(_ positions: [Int]) -> [[Int]] {
    let first = audience(positions[0])
    if positions.allSatisfy({ bytes(of: $0).starts(with: first) }) { return [positions] }
    return Dictionary(grouping: positions, by: audience).values.filter { $0.count > 1 }
      .sorted { $0[0] < $1[0] }
  }

  /// The bytes of the audience; no audience's bytes begin with those of another.
  private func audience(_ position: Int) -> ArraySlice<UInt8> {
    var reader = reader(of: position)
    let start = reader.next
    _ = reader.audience()
    return bytes(of: position).prefix(reader.next - start)
  }

  private func bytes(of position: Int) -> ArraySlice<UInt8> {
    chunks.run(of: position).bytes[Int(index[position].offset)...]
  }
}

/// What holds from a position on, up to that of the next.
private protocol Run {
  var first: Int { get }
}

extension Array where Element: Run {
  /// The one that holds at a position; the first begins at 0.
  fileprivate func run(of position: Int) -> Element {
    var (low, high) = (0, count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if self[middle].first <= position { low = middle } else { high = middle }
    }
    return self[low]
  }
}
