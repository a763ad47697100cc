/// The records of any number of policies, about a hundred bytes each: packed, and decoded one at a time.
struct PolicyRecords: Sendable {
  private var index: [Entry] = []
  /// The records one after another, in pieces: one array would be there twice whenever it grows.
  private var chunks: [Chunk] = []
  private var files: [File] = []

  /// Where a record begins in its chunk, and with how many bytes of audience.
  private struct Entry {
    var audienceHash: UInt64
    var offset: UInt32
    var audienceLength: UInt32
  }

  /// Whole records, from that position on.
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
    _ record: PolicyRecord, hash: (ArraySlice<UInt8>) -> UInt64 = Self.fnv1a
  ) {
    if !(files.last?.name.utf8.elementsEqual(record.file.utf8) ?? false) {
      files.append(File(first: count, name: record.file))
    }
    if free < Self.spare { startChunk() }
    let chunk = chunks.count - 1
    let start = chunks[chunk].bytes.count
    chunks[chunk].bytes.packAudience(of: record)
    let end = chunks[chunk].bytes.count
    chunks[chunk].bytes.packRest(of: record)
    index.append(
      Entry(
        audienceHash: hash(chunks[chunk].bytes[start..<end]), offset: UInt32(clamping: start),
        audienceLength: UInt32(clamping: end - start)))
  }

  /// Takes all records of another store behind its own.
  mutating func append(_ other: PolicyRecords) {
    files += other.files.map { File(first: count + $0.first, name: $0.name) }
    for (number, chunk) in other.chunks.enumerated() {
      let end = number + 1 < other.chunks.count ? other.chunks[number + 1].first : other.count
      var offset: UInt32 = 0
      if chunk.bytes.count <= free {
        offset = UInt32(clamping: chunks[chunks.count - 1].bytes.count)
        chunks[chunks.count - 1].bytes += chunk.bytes
      } else {
        chunks.append(Chunk(first: count, bytes: chunk.bytes))
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
    if chunks.count > 1 { chunks[chunks.count - 1].bytes.reserveCapacity(Self.chunkSize) }
  }

  /// The hash FNV-1a of some bytes.
  private static func fnv1a(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
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

  /// The mesh of a policy, by which its record begins.
  func mesh(of position: Int) -> String? {
    var reader = reader(of: position)
    return reader.text()
  }

  private func reader(of position: Int) -> PackedReader {
    PackedReader(chunks.run(of: position).bytes, at: Int(index[position].offset))
  }
}

extension PolicyRecords {
  /// The positions of policies for the same proxies, in the order of the input; only where there are several.
  func sharedAudiences() -> [ArraySlice<Int>] {
    let ordered = indices.sorted(by: audiencePrecedes)
    var groups: [ArraySlice<Int>] = []
    var rest = ordered[...]
    while let first = rest.first {
      let group = rest.prefix { isSameAudience(first, $0) }
      if group.count > 1 { groups.append(group) }
      rest = rest[group.endIndex...]
    }
    return groups
  }

  /// An order in which policies for the same proxies stand side by side, also where others have their hash.
  private func audiencePrecedes(_ a: Int, _ b: Int) -> Bool {
    let (first, second) = (index[a].audienceHash, index[b].audienceHash)
    if first != second { return first < second }
    if isSameAudience(a, b) { return a < b }
    return audience(a).lexicographicallyPrecedes(audience(b))
  }

  private func isSameAudience(_ a: Int, _ b: Int) -> Bool {
    index[a].audienceHash == index[b].audienceHash && audience(a) == audience(b)
  }

  private func audience(_ position: Int) -> ArraySlice<UInt8> {
    let start = Int(index[position].offset)
    return chunks.run(of: position).bytes[start..<start + Int(index[position].audienceLength)]
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
