import JSON

/// How the lists of a policy kind's confs are merged where they are not simply replaced.
///
/// A MeshRetry has no such lists. Source: Kuma's `MergeConfs` and its `policyMerge` tags.
public struct MergeRules: Sendable {
  /// Whether the lists under a key are concatenated over all confs: Go fields named `Append…`.
  public var appends: @Sendable (_ key: String) -> Bool
  /// Lists at the top of a conf whose elements are merged by one of their members.
  public var keyed: [String: Element]
  /// A list at the top of a conf each value of which has a conf of its own, merged of the confs that
  /// have the value.
  public var valuesKey: String?

  /// The members of an element that is merged by key.
  public struct Element: Sendable {
    /// The member that tells elements apart.
    public var key: String
    /// The member that is merged.
    public var conf: String

    /// An element with those members.
    public init(key: String, conf: String) {
      self.key = key
      self.conf = conf
    }
  }

  /// Every list replaces the one before it.
  public static let plain = MergeRules()

  /// Rules for lists; without arguments every list replaces the one before it.
  public init(
    appends: @escaping @Sendable (_ key: String) -> Bool = { _ in false },
    keyed: [String: Element] = [:], valuesKey: String? = nil
  ) {
    self.appends = appends
    self.keyed = keyed
    self.valuesKey = valuesKey
    isPlain = false
  }

  private init() {
    self.init(appends: { _ in false })
    isPlain = true
  }

  /// Whether nothing but replacing is asked for.
  private(set) var isPlain: Bool

  /// The confs that come of merging, one but for kinds with a `valuesKey`; none of none.
  public func merge(_ confs: [JSONValue]) -> [JSONValue] {
    if isPlain { return ConfMerge.merge(confs).map { [$0] } ?? [] }
    guard let valuesKey else { return mergeWhole(confs).map { [$0] } ?? [] }
    return distinctValues(of: valuesKey, in: confs).compactMap { value in
      let own = confs.filter { Self.values(of: valuesKey, in: $0).contains(value) }
      guard var merged = mergeWhole(own)?.object else { return nil }
      merged[valuesKey] = value.map { .array([$0]) }
      return .object(merged)
    }
  }

  private func mergeWhole(_ confs: [JSONValue]) -> JSONValue? {
    guard var result = ConfMerge.merge(confs)?.object else { return ConfMerge.merge(confs) }
    result = appended(result, confs)
    for (list, element) in keyed where confs.contains(where: { $0[list] != nil }) {
      result[list] = .array(mergeElements(confs.flatMap { $0[list]?.array ?? [] }, element))
    }
    return .object(result)
  }

  // MARK: Concatenated lists

  private func appended(_ merged: JSONObject, _ confs: [JSONValue]) -> JSONObject {
    var result = merged
    for key in Self.keys(of: confs) {
      if appends(key) {
        let all = confs.flatMap { $0[key]?.array ?? [] }
        result[key] = all.isEmpty ? nil : .array(all)
      } else if let object = result[key]?.object {
        result[key] = .object(appended(object, confs.compactMap { $0[key] }))
      }
    }
    return result
  }

  private static func keys(of confs: [JSONValue]) -> [String] {
    var seen = Set<String>()
    return confs.flatMap { $0.object?.keys ?? [] }.filter { seen.insert($0).inserted }
  }

  // MARK: Lists merged by key

  /// One element for each key, in the order in which the keys come last.
  private func mergeElements(_ elements: [JSONValue], _ element: Element) -> [JSONValue] {
    var groups: [(key: JSONValue?, confs: [JSONValue])] = []
    for item in elements {
      var group = (key: item[element.key], confs: [JSONValue]())
      if let known = groups.firstIndex(where: { $0.key == group.key }) {
        group = groups.remove(at: known)
      }
      group.confs.append(item[element.conf] ?? .object(JSONObject()))
      groups.append(group)
    }
    return groups.map { key, confs in
      var object = JSONObject()
      object[element.key] = key
      object[element.conf] = ConfMerge.merge(confs)
      return .object(object)
    }
  }

  /// The values that confs have, nil for confs without any, each once.
  private func distinctValues(of key: String, in confs: [JSONValue]) -> [JSONValue?] {
    var result: [JSONValue?] = []
    for value in confs.flatMap({ Self.values(of: key, in: $0) }) where !result.contains(value) {
      result.append(value)
    }
    return result
  }

  private static func values(of key: String, in conf: JSONValue) -> [JSONValue?] {
    guard let list = conf[key]?.array, !list.isEmpty else { return [nil] }
    return list.map(Optional.some)
  }
}
