import JSON

/// Lists in which resources come: unwrapped, so that every tool takes what `kubectl` and `kumactl` print.
public enum ResourceList {
  /// The resources in a document: the elements of an array, the items of a Kubernetes list (`kind` ends
  /// in `List`) or of a REST list (`items` beside `total`), or the document itself.
  ///
  /// A DataplaneOverview is the Dataplane in it. Lists in lists are unwrapped too.
  public static func unwrap(_ root: JSONNode) -> [JSONNode] {
    var result: [JSONNode] = []
    var rest = [root]
    while let node = rest.popLast() {
      if node.kind == .array {
        rest.append(contentsOf: node.elements.reversed())
      } else if let items = node["items"], items.kind == .array, isList(node) {
        rest.append(contentsOf: items.elements.reversed())
      } else {
        result.append(node)
      }
    }
    return result
  }

  private static func isList(_ node: JSONNode) -> Bool {
    if let kind = node["kind"]?.string {
      return kind.hasSuffix("List") && node["apiVersion"] != nil
    }
    return node["type"] == nil && node["total"] != nil
  }
}
