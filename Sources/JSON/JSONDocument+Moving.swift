extension JSONDocument {
  /// A document that is `null`.
  public static var null: JSONDocument {
    JSONDocument(
      nodes: NodeArray([Node(kind: .null, start: .start, end: .start)]), text: [])
  }

  /// The same document with places counted in a text in which its own text begins at `start`.
  public func moved(to start: Position) -> JSONDocument {
    if start == .start { return self }
    return JSONDocument(
      nodes: NodeArray(
        nodes.lazy.map { node in
          var node = node
          node.start = node.start.moved(to: start)
          node.end = node.end.moved(to: start)
          return node
        }),
      text: text,
      duplicates: duplicates.map {
        Duplicate(
          key: $0.key, first: $0.first.moved(to: start), second: $0.second.moved(to: start))
      },
      overriddenMerges: overriddenMerges,
      aliases: aliases.map { AliasUse(nodes: $0.nodes, place: $0.place.moved(to: start)) },
      room: room)
  }
}

extension Position {
  /// The same place counted in a text in which the present one begins at `start`.
  public func moved(to start: Position) -> Position {
    Position(
      line: line &+ start.line &- 1, column: line == 1 ? column &+ start.column &- 1 : column)
  }
}

extension TextRange {
  /// The same stretch counted in a text in which the present one begins at `start`.
  public func moved(to start: Position) -> TextRange {
    TextRange(start: self.start.moved(to: start), end: end.moved(to: start))
  }
}
