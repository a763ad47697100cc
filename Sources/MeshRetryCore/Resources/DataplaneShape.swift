import JSON

/// Whether a Dataplane has the shape without which nothing can be said of its proxy: what Kuma's decoder
/// and validator would never let into a store.
enum DataplaneShape {
  /// What is wrong first, and where; nil when nothing is.
  static func problem(_ resource: Resource) -> DecodingProblem? {
    guard let networking = resource.body["networking"], networking.kind == .object else {
      let node = resource.body["networking"] ?? resource.node
      return problem("networking must be an object", node)
    }
    for list in ["inbound", "outbound"] {
      guard let items = networking[list], !items.isNull else { continue }
      guard items.kind == .array else { return problem("\(list) must be an array", items) }
      for item in items.elements {
        if let problem = problem(ofItem: item, in: list) { return problem }
      }
    }
    return nil
  }

  private static func problem(ofItem item: JSONNode, in list: String) -> DecodingProblem? {
    guard item.kind == .object else { return problem("\(list) must have objects", item) }
    guard let port: Int = item["port"]?.number?.integer(), (1...65535).contains(port) else {
      return problem("port must be a number from 1 to 65535", item["port"] ?? item)
    }
    if let tags = item["tags"], !tags.isNull, tags.kind != .object {
      return problem("tags must be an object", tags)
    }
    return nil
  }

  private static func problem(_ message: String, _ node: JSONNode) -> DecodingProblem {
    DecodingProblem(kind: .stop, message: message, node: node)
  }
}
