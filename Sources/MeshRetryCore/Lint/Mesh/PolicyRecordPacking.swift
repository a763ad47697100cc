import JSON

/// A record as bytes: its audience, then all else but its file. What is as usual takes one byte.
extension [UInt8] {
  /// Who the policy is for: policies for the same proxies have the same bytes here, and no others have.
  mutating func packAudience(of record: PolicyRecord) {
    pack(record.name.mesh)
    pack(record.targetRef)
    pack(count: record.orderLabels.count)
    for label in record.orderLabels { pack(label) }
  }

  /// What follows the audience.
  mutating func packRest(of record: PolicyRecord) {
    let name = record.name
    append(record.form == .kubernetes ? 1 : 0)
    pack(name.type == Usual.type ? nil : name.type)
    pack(name.name)
    pack(record.displayName.utf8.elementsEqual(name.name.utf8) ? nil : record.displayName)
    pack(record.targetRange, near: 0)
    pack(count: record.items.count)
    for item in record.items { pack(item, near: record.targetRange.start.line) }
  }

  private mutating func pack(_ item: PolicyRecord.Item, near line: UInt32) {
    pack(item.targetRef)
    pack(item.targetRange, near: line)
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

  private mutating func pack(_ ref: TargetRef) {
    let kind = Usual.kinds.firstIndex(of: ref.kind)
    pack(count: kind)
    if kind == nil { pack(ref.kind) }
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

  /// Lines by their distance, which is short.
  private mutating func pack(_ range: TextRange, near line: UInt32) {
    pack(signed: Int64(range.start.line) - Int64(line))
    pack(UInt64(range.start.column))
    pack(signed: Int64(range.end.line) - Int64(range.start.line))
    pack(UInt64(range.end.column))
  }
}

extension PackedReader {
  /// A record, audience included.
  mutating func policyRecord(file: String) -> PolicyRecord {
    let mesh = text()
    let target = targetRef()
    let labels = (0..<(count() ?? 0)).map { _ in text() }
    let form: ResourceForm = byte() == 1 ? .kubernetes : .universal
    let name = ResourceName(type: text() ?? Usual.type, mesh: mesh, name: text() ?? "")
    let displayName = text() ?? name.name
    let targetRange = range(near: 0)
    let items = (0..<(count() ?? 0)).map { _ in item(near: targetRange.start.line) }
    return PolicyRecord(
      name: name, form: form, file: file, targetRef: target, targetRange: targetRange,
      orderLabels: labels, displayName: displayName, items: items)
  }

  private mutating func item(near line: UInt32) -> PolicyRecord.Item {
    PolicyRecord.Item(
      targetRef: targetRef(), targetRange: range(near: line),
      fields: ConfFields(rawValue: UInt32(truncatingIfNeeded: number())),
      sections: ConfSections(rawValue: byte()),
      firstSection: count().map { .init(name: Usual.sections[$0], range: range(near: line)) },
      httpTimeout: timeout(near: line), grpcTimeout: timeout(near: line))
  }

  private mutating func timeout(near line: UInt32) -> PolicyRecord.Item.Timeout? {
    guard byte() == 1 else { return nil }
    return .init(value: GoDuration(nanoseconds: signed()), range: range(near: line))
  }

  private mutating func targetRef() -> TargetRef {
    var ref = TargetRef(kind: count().map { Usual.kinds[$0] } ?? text() ?? "", name: text())
    guard byte() == 1 else { return ref }
    ref.mesh = text()
    ref.tags = map()
    ref.proxyTypes = texts()
    ref.labels = map()
    ref.namespace = text()
    ref.sectionName = text()
    return ref
  }

  private mutating func range(near line: UInt32) -> TextRange {
    let start = position(near: line)
    return TextRange(start: start, end: position(near: start.line))
  }

  private mutating func position(near line: UInt32) -> Position {
    let line = UInt32(truncatingIfNeeded: Int64(line) + signed())
    return Position(line: line, column: UInt32(truncatingIfNeeded: number()))
  }
}

/// What is kept as a number, or not at all.
private enum Usual {
  static let type = "MeshRetry"
  static let kinds = TargetKind.allCases.map(\.rawValue)
  static let sections = ConfSection.allCases
}
