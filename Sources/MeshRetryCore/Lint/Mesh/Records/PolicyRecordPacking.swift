import JSON

/// A record as bytes: its audience, then all else but its file. What is as usual takes one byte, what other
/// policies say, too, is shared with them.
extension [UInt8] {
  /// Who the policy is for: policies for the same proxies have the same bytes here, and no others have.
  mutating func packAudience(of record: PolicyRecord) {
    packUsual(record.name.mesh, Usual.meshes)
    pack(record.targetRef)
    pack(count: record.orderLabels.count)
    for label in record.orderLabels { pack(label) }
  }

  /// What follows the audience, up to the items.
  mutating func packRest(of record: PolicyRecord) {
    let name = record.name
    append(record.form == .kubernetes ? 1 : 0)
    packUsual(name.type, Usual.types)
    pack(name.name)
    pack(record.displayName.utf8.elementsEqual(name.name.utf8) ? nil : record.displayName)
    pack(record.targetRange, near: 0)
  }

  /// An item of a policy whose targetRef stands on that line.
  mutating func pack(
    _ item: PolicyRecord.Item, near line: UInt32, _ recent: inout RecentPieces
  ) {
    packOnce(&recent) { bytes in
      bytes.pack(item.targetRef)
      bytes.pack(item.targetRange, near: line)
    }
    packOnce(&recent) { $0.packConf(of: item, near: line) }
  }

  private mutating func packConf(of item: PolicyRecord.Item, near line: UInt32) {
    pack(UInt64(item.fields.rawValue))
    append(item.sections.rawValue)
    pack(count: item.firstSection.flatMap { Usual.sections.firstIndex(of: $0.name) })
    if let section = item.firstSection { pack(section.range, near: line) }
    pack(item.httpTimeout, near: line)
    pack(item.grpcTimeout, near: line)
  }

  private mutating func pack(_ timeout: PolicyRecord.Item.Timeout?, near line: UInt32) {
    append(timeout == nil ? 0 : 1)
    guard let timeout else { return }
    pack(signed: timeout.value.nanoseconds)
    pack(timeout.range, near: line)
  }

  mutating func pack(_ ref: TargetRef) {
    packUsual(ref.kind, Usual.kinds)
    pack(ref.name)
    let isUsual =
      ref.mesh == nil && ref.tags == nil && ref.proxyTypes == nil && ref.labels == nil
      && ref.namespace == nil && ref.sectionName == nil
    append(isUsual ? 0 : 1)
    if isUsual { return }
    pack(ref.mesh)
    pack(ref.tags)
    pack(ref.proxyTypes)
    pack(ref.labels)
    pack(ref.namespace)
    pack(ref.sectionName)
  }

  private mutating func packUsual(_ text: String?, _ usual: [String]) {
    let index = usual.firstIndex { $0 == text }
    pack(count: index)
    if index == nil { pack(text) }
  }

  /// The line by its distance, the end by how far it is: all of that is short.
  private mutating func pack(_ range: TextRange, near line: UInt32) {
    let (start, end) = (range.start, range.end)
    pack(signed: Int64(start.line) - Int64(line))
    pack(UInt64(start.column))
    pack(signed: Int64(end.line) - Int64(start.line))
    pack(signed: Int64(end.column) - Int64(start.column))
  }
}

extension PackedReader {
  /// A record, audience included; its items, which stand last, may be left unread.
  mutating func policyRecord(file: String, withItems: Bool) -> PolicyRecord {
    let (mesh, target, labels) = audience()
    let form: ResourceForm = byte() == 1 ? .kubernetes : .universal
    let name = ResourceName(type: usual(Usual.types) ?? "", mesh: mesh, name: text() ?? "")
    let displayName = text() ?? name.name
    let targetRange = range(near: 0)
    let items =
      withItems ? (0..<(count() ?? 0)).map { _ in item(near: targetRange.start.line) } : []
    return PolicyRecord(
      name: name, form: form, file: file, targetRef: target, targetRange: targetRange,
      orderLabels: labels, displayName: displayName, items: items)
  }

  /// Who the policy of a record is for.
  mutating func audience() -> (mesh: String?, target: TargetRef, labels: [String?]) {
    (usual(Usual.meshes), targetRef(), (0..<(count() ?? 0)).map { _ in text() })
  }

  private mutating func item(near line: UInt32) -> PolicyRecord.Item {
    let (ref, place) = once { ($0.targetRef(), $0.range(near: line)) }
    return once { reader in
      PolicyRecord.Item(
        targetRef: ref, targetRange: place,
        fields: ConfFields(rawValue: UInt32(truncatingIfNeeded: reader.number())),
        sections: ConfSections(rawValue: reader.byte()),
        firstSection: reader.count().map {
          .init(name: Usual.sections[$0], range: reader.range(near: line))
        },
        httpTimeout: reader.timeout(near: line), grpcTimeout: reader.timeout(near: line))
    }
  }

  private mutating func timeout(near line: UInt32) -> PolicyRecord.Item.Timeout? {
    guard byte() == 1 else { return nil }
    return .init(value: GoDuration(nanoseconds: signed()), range: range(near: line))
  }

  private mutating func targetRef() -> TargetRef {
    var ref = TargetRef(kind: usual(Usual.kinds) ?? "", name: text())
    guard byte() == 1 else { return ref }
    ref.mesh = text()
    ref.tags = map()
    ref.proxyTypes = texts()
    ref.labels = map()
    ref.namespace = text()
    ref.sectionName = text()
    return ref
  }

  private mutating func usual(_ texts: [String]) -> String? { count().map { texts[$0] } ?? text() }

  private mutating func range(near line: UInt32) -> TextRange {
    let start = Position(
      line: UInt32(truncatingIfNeeded: Int64(line) + signed()),
      column: UInt32(truncatingIfNeeded: number()))
    let end = Position(
      line: UInt32(truncatingIfNeeded: Int64(start.line) + signed()),
      column: UInt32(truncatingIfNeeded: Int64(start.column) + signed()))
    return TextRange(start: start, end: end)
  }
}

/// What is kept as a number.
private enum Usual {
  static let meshes = ["default"]
  static let types = ["MeshRetry"]
  static let kinds = TargetKind.allCases.map(\.rawValue)
  static let sections = ConfSection.allCases
}
