import JSON

/// Finds the way to values that are known by themselves.
enum PathFinder {
  /// The path to a node of the document; nil when it is not in it.
  static func path(to target: JSONNode, in root: JSONNode) -> FieldPath? {
    paths(to: [target], in: root)[target]
  }

  /// The paths to nodes of the document, in one walk.
  static func paths(to targets: Set<JSONNode>, in root: JSONNode) -> [JSONNode: FieldPath] {
    var found: [JSONNode: FieldPath] = [:]
    if targets.contains(root) { found[root] = FieldPath() }
    var walk = NodeWalk(through: root)
    while found.count < targets.count, let node = walk.next() {
      if targets.contains(node) { found[node] = walk.path }
    }
    return found
  }
}

/// Remembers where it was in long arrays, so that paths into them, asked for in order, cost no walk from
/// the first element each.
final class ElementCursor {
  private struct Place {
    var elements: JSONNode.Elements
    var next = 0
    var last: JSONNode?
  }

  private var places: [JSONNode: Place] = [:]

  /// The element of an array; nil when there is none.
  func element(_ index: Int, of array: JSONNode) -> JSONNode? {
    var place = places[array] ?? Place(elements: array.elements)
    if index < place.next - 1 { place = Place(elements: array.elements) }
    while place.next <= index {
      place.last = place.elements.next()
      place.next += 1
      if place.last == nil { return nil }
    }
    places[array] = place
    return place.last
  }
}
