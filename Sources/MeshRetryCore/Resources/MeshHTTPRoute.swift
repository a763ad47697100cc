import JSON

/// What of a MeshHTTPRoute counts for retries: whom it is for, and the hashes of its matches.
public struct MeshHTTPRoute: Sendable {
  /// The resource.
  public let resource: Resource
  /// The proxies it is for; nil when absent.
  public let targetRef: TargetRef?
  /// Its items: destinations, each with the hash of every rule's matches.
  public let to: [(targetRef: TargetRef, matchesHashes: [String])]

  /// The route in a resource of type MeshHTTPRoute.
  public init(_ resource: Resource, release: Release) {
    self.resource = resource
    targetRef = resource.body["targetRef"].map { TargetRef(decoding: $0, release) }
    to =
      (resource.body["to"]?.elements).map { items in
        items.map { item in
          let hashes = item["rules"]?.elements.map { MatchesHash.hash(of: $0["matches"]) } ?? []
          return (
            item["targetRef"].map { TargetRef(decoding: $0, release) } ?? TargetRef(), hashes
          )
        }
      } ?? []
  }
}

extension TargetRef {
  /// A reference as it stands in a document that has passed validation.
  public init(decoding node: JSONNode, _ release: Release) {
    var decoder = GoDecoder()
    self = decoder.targetRef(
      node, at: GoDecoder.Field(structName: "TargetRef", path: ""), release: release)
  }
}

/// The name that Kuma gives the Envoy route of a rule: the base64 of the SHA-256 of its matches in Go's
/// JSON.
enum MatchesHash {
  static func hash(of matches: JSONNode?) -> String {
    var text = "["
    for (index, match) in (matches?.elements.map { $0 } ?? []).enumerated() {
      if index > 0 { text += "," }
      text += json(match)
    }
    // Go writes an absent list as null.
    let whole = matches == nil ? "null" : text + "]"
    return Base64Text.encode(SHA256.digest(Array(whole.utf8)))
  }

  /// A match with its members in the order of Go's struct; absent ones left out.
  private static func json(_ match: JSONNode) -> String {
    var parts: [String] = []
    if let path = match["path"] { parts.append("\"path\":" + object(path, ["value", "type"], [])) }
    if let method = match["method"] { parts.append("\"method\":" + quoted(method)) }
    if let list = match["queryParams"], list.count > 0 {
      let items = list.elements.map { object($0, ["type", "name", "value"], ["value"]) }
      parts.append("\"queryParams\":[" + items.joined(separator: ",") + "]")
    }
    if let list = match["headers"], list.count > 0 {
      let items = list.elements.map { object($0, ["type", "name", "value"], ["value"]) }
      parts.append("\"headers\":[" + items.joined(separator: ",") + "]")
    }
    return "{" + parts.joined(separator: ",") + "}"
  }

  private static func object(
    _ node: JSONNode, _ keys: [String], _ omittedWhenEmpty: Set<String>
  ) -> String {
    let members = keys.compactMap { key -> String? in
      guard let value = node[key], !value.isNull else { return nil }
      if omittedWhenEmpty.contains(key), value.hasText("") { return nil }
      return "\"\(key)\":" + quoted(value)
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  /// A string as Go's `encoding/json` writes it: `<`, `>`, `&` and the line separators escaped.
  private static func quoted(_ node: JSONNode) -> String {
    var text = JSONValue.string(node.scalarText ?? "").compactText
    for (character, escape) in [
      ("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u{2028}", "\\u2028"),
      ("\u{2029}", "\\u2029"), ("\\b", "\\u0008"), ("\\f", "\\u000c"),
    ] {
      text = text.split(separator: character, omittingEmptySubsequences: false)
        .joined(separator: escape)
    }
    return text
  }
}
