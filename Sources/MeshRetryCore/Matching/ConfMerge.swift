import JSON

/// Merges confs in their order: objects member by member, anything else replaces, null removes.
///
/// Source: RFC 7396, as Kuma merges the JSON of its typed confs (`MergeConfs`).
public enum ConfMerge {
  /// The confs merged, the last one in force; nil for none.
  public static func merge(_ confs: some Sequence<JSONValue>) -> JSONValue? {
    var iterator = confs.makeIterator()
    guard var result = iterator.next() else { return nil }
    while let conf = iterator.next() { result = patch(result, with: conf) }
    return result
  }

  static func patch(_ target: JSONValue, with patch: JSONValue) -> JSONValue {
    guard case .object(let changes) = patch else { return patch }
    var object = target.object ?? JSONObject()
    for (key, value) in changes.members {
      if value == .null {
        object[key] = nil
      } else {
        object[key] = self.patch(object[key] ?? .null, with: value)
      }
    }
    return .object(object)
  }

  /// The fields of a conf, `http.numRetries` and the like: whatever is no object.
  static func fields(_ conf: JSONValue) -> [(path: [String], value: JSONValue)] {
    guard let object = conf.object else { return [] }
    return object.members.flatMap { key, value -> [(path: [String], value: JSONValue)] in
      guard value.object != nil else { return [([key], value)] }
      return fields(value).map { ([key] + $0.path, $0.value) }
    }
  }
}
