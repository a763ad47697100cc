import MeshRetryCore

/// Finds proxies by the names that people use.
struct ProxyNames {
  private let dataplanes: [Dataplane]
  private var byName: [String: [Int]] = [:]
  private var byShortName: [String: [Int]] = [:]
  /// All of these, for names that are none.
  private lazy var words = Nearest.Words(Set(byName.keys).union(byShortName.keys).sorted())

  init(_ dataplanes: [Dataplane]) {
    self.dataplanes = dataplanes
    for (index, dataplane) in dataplanes.enumerated() {
      byName[dataplane.resource.name, default: []].append(index)
      byShortName[Self.shortName(dataplane), default: []].append(index)
    }
  }

  /// What a name comes to.
  enum Match {
    /// Proxies of that core name, one in each mesh, or the one of that display name.
    case found([Int])
    /// So many have that display name.
    case ambiguous(Int)
    /// None has; a name that is near.
    case unknown(nearest: String?)
  }

  /// The proxies that `[mesh/]name` means.
  mutating func match(_ text: String) -> Match {
    let (mesh, name) = Self.split(text)
    func own(_ indexes: [Int]?) -> [Int] {
      (indexes ?? []).filter { mesh == nil || dataplanes[$0].resource.mesh == mesh }
    }
    let exact = own(byName[name])
    if !exact.isEmpty { return .found(exact) }
    let short = own(byShortName[name])
    if short.count == 1 { return .found(short) }
    if short.count > 1 { return .ambiguous(short.count) }
    return .unknown(nearest: words.nearest(to: name))
  }

  /// `mesh/name` in its parts.
  static func split(_ text: String) -> (mesh: String?, name: String) {
    guard let slash = text.firstIndex(of: "/") else { return (nil, text) }
    return (String(text[..<slash]), String(text[text.index(after: slash)...]))
  }

  /// The name that people gave the proxy, in every release.
  private static func shortName(_ dataplane: Dataplane) -> String {
    let resource = dataplane.resource
    if let label = resource.labels[LabelKey.displayName] { return label }
    guard let namespace = resource.namespace, resource.name.hasSuffix(".\(namespace)") else {
      return resource.name
    }
    return String(resource.name.dropLast(namespace.count + 1))
  }
}

extension ProxyNames.Match {
  /// The message about a name that means no proxy; nil for one that does.
  func complaint(_ text: String) -> String? {
    switch self {
    case .found: nil
    case .ambiguous(let count):
      "\(count) Dataplanes have the display name '\(text)': name one of them"
    case .unknown(let nearest):
      "unknown Dataplane '\(text)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
    }
  }
}
