/// A key or a value of a ``JSONDocument``.
public struct JSONNode: Sendable, Hashable {
  /// The document it belongs to.
  public let document: JSONDocument
  let index: Int

  private var node: JSONDocument.Node { document.nodes[index] }

  /// The six types of JSON.
  public enum Kind: String, Sendable {
    case null, boolean, number, string, array, object
  }

  /// The type of this value; a key is a string.
  public var kind: Kind {
    switch node.kind {
    case .null: .null
    case .true, .false: .boolean
    case .number: .number
    case .string, .key, .replacedKey: .string
    case .array: .array
    case .object: .object
    }
  }

  /// Where the key or value stands in the text it was read from.
  public var range: TextRange { TextRange(start: node.start, end: node.end) }

  /// How many nodes there are in all that it holds, itself and the keys included.
  public var nodeCount: Int { document.next(index) - index }

  /// Where the alias stands by which this value is here; nil when it stands here itself.
  public var aliasRange: TextRange? {
    // The stretches are in order and apart: the last one that begins here or before is the one.
    var low = 0
    var high = document.aliases.count
    while low < high {
      let middle = (low + high) / 2
      if document.aliases[middle].nodes.lowerBound <= index {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low > 0, document.aliases[low - 1].nodes.contains(index) else { return nil }
    return document.aliases[low - 1].place
  }

  /// Whether this is `null`.
  public var isNull: Bool { node.kind == .null }

  /// The boolean; nil for another type.
  public var bool: Bool? {
    switch node.kind {
    case .true: true
    case .false: false
    default: nil
    }
  }

  /// The text of a string or key; nil for another type.
  public var string: String? {
    kind == .string ? String(decoding: document.bytes(of: node), as: UTF8.self) : nil
  }

  /// The number; nil for another type.
  public var number: JSONNumber? {
    node.kind == .number
      ? JSONNumber(text: String(decoding: document.bytes(of: node), as: UTF8.self)) : nil
  }

  /// The number of elements or members in force; 0 for a scalar.
  public var count: Int {
    switch node.kind {
    case .array: Int(node.length)
    case .object: members.reduce(0) { count, _ in count + 1 }
    default: 0
    }
  }

  /// The element at that index; nil when this is no array or has no such element.
  public subscript(position: Int) -> JSONNode? {
    guard position >= 0, position < count, node.kind == .array else { return nil }
    return elements.dropFirst(position).first { _ in true }
  }

  /// A member of an object.
  public typealias Member = (key: JSONNode, value: JSONNode)

  /// The members in force, in order; none for another type.
  public var members: Members {
    Members(
      document: document, cursor: index + 1,
      remaining: node.kind == .object ? Int(node.length) : 0)
  }

  /// The elements in order; none for another type.
  public var elements: Elements {
    Elements(
      document: document, cursor: index + 1,
      remaining: node.kind == .array ? Int(node.length) : 0)
  }

  /// The members of an object.
  public struct Members: Sequence, IteratorProtocol {
    let document: JSONDocument
    var cursor: Int
    var remaining: Int

    /// The next member in force.
    public mutating func next() -> Member? {
      while remaining > 0 {
        let key = cursor
        remaining -= 1
        cursor = document.next(key + 1)
        if document.nodes[key].kind == .key {
          return (
            JSONNode(document: document, index: key), JSONNode(document: document, index: key + 1)
          )
        }
      }
      return nil
    }
  }

  /// The elements of an array.
  public struct Elements: Sequence, IteratorProtocol {
    let document: JSONDocument
    var cursor: Int
    var remaining: Int

    /// How many there are still, exactly: collecting them makes room for all at once.
    public var underestimatedCount: Int { remaining }

    /// The next element.
    public mutating func next() -> JSONNode? {
      guard remaining > 0 else { return nil }
      let element = JSONNode(document: document, index: cursor)
      remaining -= 1
      cursor = document.next(cursor)
      return element
    }
  }

  /// Whether two nodes are the same place of the same document.
  public static func == (a: JSONNode, b: JSONNode) -> Bool {
    a.document === b.document && a.index == b.index
  }

  /// Hashes the place.
  public func hash(into hasher: inout Hasher) { hasher.combine(index) }

  /// A copy as a value, without positions; built from the inside out, without recursion.
  public var value: JSONValue {
    guard kind == .array || kind == .object else { return scalarValue }
    var open: [Partial] = [Partial(self)]
    while true {
      let last = open.count - 1
      guard let (key, child) = open[last].next() else {
        let finished = open.removeLast().value
        if open.isEmpty { return finished }
        open[open.count - 1].add(finished)
        continue
      }
      if let key { open[last].keys.append(key.string ?? "") }
      if child.kind == .array || child.kind == .object {
        open.append(Partial(child))
      } else {
        open[last].values.append(child.scalarValue)
      }
    }
  }

  private var scalarValue: JSONValue {
    switch node.kind {
    case .true: .bool(true)
    case .false: .bool(false)
    case .number: number.map(JSONValue.number) ?? .null
    case .string, .key, .replacedKey: .string(string ?? "")
    case .null, .array, .object: .null
    }
  }

  /// A container that is being copied.
  private struct Partial {
    var members: Members
    var elements: Elements
    let isObject: Bool
    var keys: [String] = []
    var values: [JSONValue] = []

    init(_ node: JSONNode) {
      members = node.members
      elements = node.elements
      isObject = node.kind == .object
    }

    mutating func next() -> (key: JSONNode?, value: JSONNode)? {
      if isObject { return members.next().map { ($0.key, $0.value) } }
      return elements.next().map { (nil, $0) }
    }

    mutating func add(_ value: JSONValue) { values.append(value) }

    var value: JSONValue {
      isObject ? .object(JSONObject(Array(zip(keys, values)))) : .array(values)
    }
  }
}
