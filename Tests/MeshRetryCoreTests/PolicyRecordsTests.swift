import JSON
import Testing

@testable import MeshRetryCore

/// What `--check` keeps of policies comes back as it was, and policies for the same proxies are found.
@Suite struct PolicyRecordsTests {
  @Test(arguments: [Self.bare, Self.full]) func aRecordComesBack(_ record: PolicyRecord) throws {
    #expect(try Self.all(Self.store([record])) == [record])
  }

  @Test(arguments: [0, 0x7f, 0x80, UInt64(UInt32.max), .max]) func numbersComeBack(_ number: UInt64)
  {
    let signed = [Int64(bitPattern: number), -Int64(bitPattern: number >> 1), .min]
    var bytes: [UInt8] = []
    bytes.pack(number)
    for number in signed { bytes.pack(signed: number) }
    var reader = PackedReader(bytes, at: 0)
    #expect(reader.number() == number)
    for number in signed { #expect(reader.signed() == number) }
  }

  /// What is written once is found again however much lies between, as long as it is not forgotten.
  @Test func whatComesAgainIsWrittenOnce() {
    let pieces = (0..<3000).map { "piece \($0 % 3 == 0 ? 0 : $0 % 500)" }
    var recent = RecentPieces()
    var bytes: [UInt8] = []
    for piece in pieces { bytes.packOnce(&recent) { $0.pack(piece) } }
    #expect(bytes.count < 6 * pieces.count)
    var reader = PackedReader(bytes, at: 0)
    #expect(pieces.allSatisfy { $0 == reader.once { $0.text() } })
  }

  @Test func recordsOfSeveralChunksComeBack() throws {
    let records = Self.many(12_000)
    #expect(try Self.all(Self.store(records)) == records)
    let scratch = MemoryScratch()
    #expect(try Self.all(Self.store(records, scratch)) == records)
    #expect(scratch.count > 0)
    // What there is no room for stays in memory.
    #expect(try Self.all(Self.store(records, MemoryScratch(room: 100_000))) == records)
  }

  @Test func recordsComeBackInAnyOrder() throws {
    let records = Self.many(12_000)
    let store = Self.store(records, MemoryScratch())
    var addresses: [PolicyRecords.Address] = []
    try store.forEach { addresses.append($0.address) }
    var lookup = PolicyRecords.Lookup(store)
    for (address, var record) in zip(addresses, records).reversed() {
      record.items = []
      #expect(try lookup[address] == record)
    }
  }

  @Test func joinedStoresKeepOrderAndFiles() throws {
    for (first, second) in [(0, 2), (2, 0), (2, 3), (3000, 2), (2, 3000), (3000, 12_000)] {
      for name in ["a.yaml", "b.yaml"] {
        let (one, other) = (Self.many(first, file: "a.yaml"), Self.many(second, file: name))
        let scratch = MemoryScratch()
        var joined = Self.store(one, scratch)
        joined.append(Self.store(other, scratch))
        joined.append(Self.full)
        joined.append(Self.store([Self.bare], scratch))
        let all = one + other + [Self.full, Self.bare]
        #expect(try Self.all(joined) == all, "\(first) and \(second)")
        #expect(joined.count == all.count)
      }
    }
  }

  @Test func theOrderOfTagsDoesNotCount() throws {
    let tags = [(key: "a", value: "1"), (key: "b", value: "2")]
    let audiences = try Self.audiences(of: [
      Self.tagged(StringMap(tags)), Self.tagged(StringMap(tags.reversed())), Self.tagged(nil),
    ])
    #expect(audiences[0] == audiences[1])
    #expect(audiences[0] != audiences[2])
  }

  /// What differs in one part of the audience, or in where one text ends and the next begins.
  @Test func otherAudiencesStayApart() throws {
    var records = [Self.bare]
    for change in Self.changes {
      var record = Self.bare
      change(&record)
      records.append(record)
    }
    #expect(Set(try Self.audiences(of: records + records)).count == records.count)
  }

  private static let changes: [@Sendable (inout PolicyRecord) -> Void] = [
    { $0.name.mesh = "" }, { $0.name.mesh = "default" }, { $0.targetRef.kind = "Mesh" },
    { $0.targetRef.kind = "Other" }, { $0.targetRef.name = "ab" },
    {
      $0.targetRef.name = "a"; $0.targetRef.mesh = "b"
    },
    { $0.targetRef.tags = StringMap([("a", "b")]) },
    { $0.targetRef.tags = StringMap([("ab", "")]) },
    { $0.targetRef.labels = StringMap([("a", "b")]) }, { $0.targetRef.proxyTypes = [] },
    { $0.targetRef.proxyTypes = ["Sidecar"] }, { $0.targetRef.namespace = "ab" },
    { $0.targetRef.sectionName = "ab" }, { $0.orderLabels = [nil] }, { $0.orderLabels = [""] },
    { $0.orderLabels = [nil, nil] },
  ]

  private static func audiences(of records: [PolicyRecord]) throws -> [ArraySlice<UInt8>] {
    var audiences: [ArraySlice<UInt8>] = []
    try store(records).forEach { audiences.append($0.audience) }
    return audiences
  }

  private static func store(
    _ records: [PolicyRecord], _ scratch: MemoryScratch? = nil
  ) -> PolicyRecords {
    var store = PolicyRecords(scratch: scratch)
    for record in records { store.append(record) }
    return store
  }

  private static func all(_ store: PolicyRecords) throws -> [PolicyRecord] {
    var records: [PolicyRecord] = []
    try store.forEach { records.append(store.record($0)) }
    return records
  }

  private static func tagged(_ tags: StringMap?) -> PolicyRecord {
    var record = bare
    record.targetRef.tags = tags
    return record
  }

  /// Different ones, one of them larger than a chunk.
  private static func many(_ count: Int, file: String = "a.yaml") -> [PolicyRecord] {
    (0..<count).map { index in
      var record = index % 2 == 0 ? bare : full
      record.file = file
      record.name.name = "policy-\(index)"
      if index == 1000 { record.displayName = String(repeating: "long ", count: 100_000) }
      return record
    }
  }

  private static let bare = PolicyRecord(
    name: ResourceName(type: "MeshRetry", mesh: nil, name: ""), form: .universal, file: "a.yaml",
    targetRef: TargetRef(), targetRange: range(1, 1, 1, 1), orderLabels: [], displayName: "",
    items: [])

  private static let full = PolicyRecord(
    name: ResourceName(type: "Other", mesh: "default", name: "web"), form: .kubernetes,
    file: "b é.yaml", targetRef: ref("MeshService"), targetRange: range(300, 2, 299, .max),
    orderLabels: ["zone", nil, ""], displayName: "wéb",
    items: [
      PolicyRecord.Item(
        targetRef: TargetRef(kind: "Mesh"), targetRange: range(1, 2, 3, 4), fields: []),
      PolicyRecord.Item(
        targetRef: ref("OfNoRelease"), targetRange: range(.max, 1, 0, 0),
        fields: ConfFields(rawValue: .max), sections: [.init(.http), .init(.grpc)],
        firstSection: .init(name: .http, range: range(301, 9, 301, 13)),
        httpTimeout: .init(value: GoDuration(nanoseconds: .max), range: range(302, 1, 303, 1)),
        grpcTimeout: .init(value: GoDuration(nanoseconds: -1), range: range(304, 1, 304, 7))),
    ])

  private static func ref(_ kind: String) -> TargetRef {
    var ref = TargetRef(kind: kind, name: "名前")
    ref.mesh = ""
    ref.tags = StringMap([("a", "1"), ("b", "")])
    ref.proxyTypes = ["Sidecar", "Gateway"]
    ref.labels = StringMap()
    ref.namespace = "kuma-system"
    ref.sectionName = "8080"
    return ref
  }

  private static func range(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> TextRange {
    TextRange(start: Position(line: a, column: b), end: Position(line: c, column: d))
  }
}
