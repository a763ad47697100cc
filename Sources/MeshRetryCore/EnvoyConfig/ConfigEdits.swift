import JSON

/// Changes to members of objects in a document that was read, so that all the rest is written as it
/// came: unknown fields, order, number texts.
///
/// An object is known by its place in the text; the document itself is not copied.
struct ConfigEdits {
  /// A member's new value.
  struct Change {
    /// The field in camelCase; the member may have it in either spelling.
    var field: String
    /// The spelling of a new member, which comes after the others.
    var names: FieldNames
    /// The value; nil removes the member.
    var value: JSONValue?
  }

  private var changes: [Position: [Change]] = [:]
  private var places: [Position] = []
  /// The texts of values that are replaced, in order once prepared.
  private var replaced: [TextRange] = []

  /// Sets a field of a message, or removes it; a field that is there keeps its spelling.
  mutating func set(
    _ field: String, to value: JSONValue?, in message: JSONNode, _ names: FieldNames
  ) {
    let place = message.range.start
    let change = Change(field: field, names: names, value: value)
    for (key, value) in message.members where key.isField(field) { replaced.append(value.range) }
    if changes[place] == nil { places.append(place) }
    changes[place, default: []].removeAll { $0.field == field }
    changes[place, default: []].append(change)
  }

  /// Puts the places in order; to be called before writing.
  mutating func prepare() {
    places.sort()
    replaced.sort { $0.start < $1.start }
  }

  /// Whether a value goes, because it is replaced or stands in one that is.
  func replaces(_ node: JSONNode) -> Bool {
    let start = node.range.start
    var (low, high) = (0, replaced.count)
    while low < high {
      let middle = (low + high) / 2
      if replaced[middle].start <= start { low = middle + 1 } else { high = middle }
    }
    return low > 0 && start < replaced[low - 1].end
  }

  /// The bytes after which a writer's content is passed on.
  static let pieceSize = 64 * 1024

  /// Writes a value with its changes. `passOn` is called now and then to take what has been written.
  func write(
    _ node: JSONNode, to writer: inout JSONWriter,
    passOn: (inout JSONWriter) throws -> Void
  ) throws {
    if writer.bytes.count >= Self.pieceSize { try passOn(&writer) }
    guard touches(node) else {
      writer.write(node)
      return
    }
    switch node.kind {
    case .array:
      writer.beginArray()
      for element in node.elements { try write(element, to: &writer, passOn: passOn) }
      writer.endArray()
    case .object:
      try write(object: node, to: &writer, passOn: passOn)
    case .null, .boolean, .number, .string:
      writer.write(node)
    }
  }

  private func write(
    object node: JSONNode, to writer: inout JSONWriter,
    passOn: (inout JSONWriter) throws -> Void
  ) throws {
    var pending = changes[node.range.start] ?? []
    var done: [Change] = []
    writer.beginObject()
    for (key, value) in node.members {
      if let index = pending.firstIndex(where: { key.isField($0.field) }) {
        let change = pending.remove(at: index)
        done.append(change)
        guard let replacement = change.value else { continue }
        writer.key(key.string ?? change.field)
        writer.write(replacement)
      } else if !done.contains(where: { key.isField($0.field) }) {
        writer.key(key.string ?? "")
        try write(value, to: &writer, passOn: passOn)
      }
    }
    for change in pending {
      guard let value = change.value else { continue }
      writer.key(change.names.name(change.field))
      writer.write(value)
    }
    writer.endObject()
  }

  /// Whether a change lies in the text of a value.
  private func touches(_ node: JSONNode) -> Bool {
    let range = node.range
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle] < range.start { low = middle + 1 } else { high = middle }
    }
    return low < places.count && places[low] < range.end
  }
}
