import JSON

/// Finds the way to a value that is known by itself.
enum PathFinder {
  /// The path to a node of the document; nil when it is not in it.
  static func path(to target: JSONNode, in root: JSONNode) -> FieldPath? {
    var rest: [(JSONNode, FieldPath)] = [(root, FieldPath())]
    while let (node, path) = rest.popLast() {
      if node == target { return path }
      for (key, value) in node.members { rest.append((value, path.key(key.string ?? ""))) }
      for (index, value) in node.elements.enumerated() { rest.append((value, path.index(index))) }
    }
    return nil
  }
}
