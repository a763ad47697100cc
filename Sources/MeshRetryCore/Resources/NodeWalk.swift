import JSON

/// Goes over all that a value holds, in reading order, without recursion, and knows the way to where it is.
struct NodeWalk {
  /// The containers on the way, the innermost last.
  private var open: [Container]
  private var current: JSONNode?

  /// A container and where in it the walk is.
  private struct Container {
    private var members: JSONNode.Members
    private var elements: JSONNode.Elements
    private var key: JSONNode?
    private var index = -1

    init(_ node: JSONNode) {
      members = node.members
      elements = node.elements
    }

    mutating func next() -> JSONNode? {
      if let member = members.next() {
        key = member.key
        return member.value
      }
      index += 1
      return elements.next()
    }

    /// The step into the value that was given last.
    var step: FieldPath.Step { key.map { .key($0.string ?? "") } ?? .index(index) }
  }

  /// A walk through that value.
  init(through root: JSONNode) { open = [Container(root)] }

  /// The next value; nil at the end.
  mutating func next() -> JSONNode? {
    if let current, current.kind == .object || current.kind == .array {
      open.append(Container(current))
    }
    while !open.isEmpty {
      current = open[open.count - 1].next()
      if current != nil { return current }
      open.removeLast()
    }
    return nil
  }

  /// The way to the value that was given last.
  var path: FieldPath { FieldPath(open.map(\.step)) }
}
