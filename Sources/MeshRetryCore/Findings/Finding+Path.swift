import JSON

extension Finding {
  /// A finding about the value at a path of a document: at the value itself, or at the innermost key on
  /// the way that is there.
  init(
    _ code: RuleCode, _ message: String, path: FieldPath, in root: JSONNode, file: String,
    resource: ResourceName?, kuma: KumaReport? = nil, cursor: ElementCursor = ElementCursor()
  ) {
    let node = path.member(in: root, cursor)
    self.init(
      code, message, at: SourceLocation(file: file, range: node.range), path: path.description,
      resource: resource, kuma: kuma)
    noteAlias(of: node, in: file)
  }

  /// Says where a text is used that stands elsewhere, at its anchor.
  mutating func noteAlias(of node: JSONNode, in file: String) {
    guard let use = node.aliasRange else { return }
    related.append(Related("used here, by an alias", at: SourceLocation(file: file, range: use)))
  }
}
