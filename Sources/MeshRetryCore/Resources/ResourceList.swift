import JSON

/// Lists in which resources come: unwrapped, so that every tool takes what `kubectl` and `kumactl` print.
public enum ResourceList {
  /// The resources in a document: the elements of an array, the items of a Kubernetes list (`kind` ends
  /// in `List`) or of a REST list (`items` beside `total`), or the document itself.
  ///
  /// A DataplaneOverview is the Dataplane in it. Lists in lists are unwrapped too.
  public static func unwrap(_ root: JSONNode) -> Resources { Resources(root) }

  /// The resources of a document, one after another.
  public struct Resources: Sequence, IteratorProtocol {
    /// The document, as long as nobody has asked.
    private var root: JSONNode?
    /// The lists that are open, the innermost last.
    private var lists: [JSONNode.Elements] = []

    fileprivate init(_ root: JSONNode) { self.root = root }

    /// The next resource.
    public mutating func next() -> JSONNode? {
      while let node = nextNode() {
        guard let elements = ResourceList.elements(of: node) else { return node }
        lists.append(elements)
      }
      return nil
    }

    private mutating func nextNode() -> JSONNode? {
      if let root = root.take() { return root }
      while !lists.isEmpty {
        if let node = lists[lists.count - 1].next() { return node }
        lists.removeLast()
      }
      return nil
    }
  }

  /// The elements of a list of resources; nil of anything else.
  private static func elements(of node: JSONNode) -> JSONNode.Elements? {
    if node.kind == .array { return node.elements }
    guard let items = node["items"], items.kind == .array, isList(node) else { return nil }
    return items.elements
  }

  private static func isList(_ node: JSONNode) -> Bool {
    if let kind = node["kind"]?.string {
      return kind.hasSuffix("List") && node["apiVersion"] != nil
    }
    return node["type"] == nil && node["total"] != nil
  }
}
