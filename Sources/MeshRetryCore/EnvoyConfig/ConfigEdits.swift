import JSON

/// Changes to members of objects in a document that was read, so that all the rest is written as it
/// came: unknown fields, order, number texts.
///
/// An object is known by its place in the text; the document itself is not copied.
struct ConfigEdits {
  /// A member's new value.
  struct Change {
    /// The member's names; any of them is replaced.
    var names: [String]
    /// The name under which a new member is written, after the others.
    var key: String
    /// The value; nil removes the member.
    var value: JSONValue?
  }

  private var changes: [Position: [Change]] = [:]
  private var places: [Position] = []

  /// Sets a field of a message, or removes it; a field that is there keeps its spelling.
  mutating func set(
    _ field: String, to value: JSONValue?, in message: JSONNode, _ names: FieldNames
  ) {
    let place = message.range.start
    let change = Change(
      names: [field, FieldNames.snake.name(field)], key: names.name(field), value: value)
    if changes[place] == nil { places.append(place) }
    changes[place, default: []].removeAll { $0.names == change.names }
    changes[place, default: []].append(change)
  }

  /// Puts the places in order; to be called before writing.
  mutating func prepare() { places.sort() }

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
    var written: Set<String> = []
    writer.beginObject()
    for (key, value) in node.members {
      let name = key.string ?? ""
      if written.contains(name) { continue }
      if let index = pending.firstIndex(where: { $0.names.contains(name) }) {
        let change = pending.remove(at: index)
        written.formUnion(change.names)
        guard let replacement = change.value else { continue }
        writer.key(name)
        writer.write(replacement)
      } else {
        writer.key(name)
        try write(value, to: &writer, passOn: passOn)
      }
    }
    for change in pending {
      guard let value = change.value else { continue }
      writer.key(change.key)
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
