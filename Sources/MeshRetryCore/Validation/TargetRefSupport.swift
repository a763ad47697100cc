/// Which kinds targetRefs may have, release by release: the table that lists and manual pages show.
public enum TargetRefSupport {
  /// Some releases with the same kinds at one place.
  public struct Row: Sendable, Equatable {
    /// `2.4 to 2.6`.
    public var releases: String
    /// Where.
    public var place: Place
    /// The kinds accepted.
    public var kinds: [String]
  }

  /// A place of targetRefs with kinds of its own.
  public enum Place: String, CaseIterable, Sendable {
    case topLevel = "spec.targetRef"
    case topLevelOfNamespaces = "… of namespaces"
    case to = "spec.to"
    case toOfMeshGateway = "… of MeshGateway"
    case toOfMeshHTTPRoute = "… of MeshHTTPRoute"

    /// The place in words.
    public var title: String {
      switch self {
      case .topLevel: "spec.targetRef"
      case .topLevelOfNamespaces: "spec.targetRef of a policy in a namespace of applications"
      case .to: "spec.to[].targetRef"
      case .toOfMeshGateway: "spec.to[].targetRef below a MeshGateway"
      case .toOfMeshHTTPRoute: "spec.to[].targetRef below a MeshHTTPRoute"
      }
    }

    /// The behaviour that makes the place one of its own.
    fileprivate var since: Behaviour? {
      switch self {
      case .topLevel, .to: nil
      case .topLevelOfNamespaces: .policyRoles
      case .toOfMeshGateway: .topLevelMeshGateway
      case .toOfMeshHTTPRoute: .topLevelMeshHTTPRoute
      }
    }

    fileprivate func kinds(_ release: Release) -> [TargetKind] {
      switch self {
      case .topLevel: TargetKinds.topLevel(release, isSystemPolicy: true)
      case .topLevelOfNamespaces: TargetKinds.topLevel(release, isSystemPolicy: false)
      case .to: TargetKinds.to(release, topLevel: TargetKind.mesh.rawValue)
      case .toOfMeshGateway: TargetKinds.to(release, topLevel: TargetKind.meshGateway.rawValue)
      case .toOfMeshHTTPRoute:
        TargetKinds.to(release, topLevel: TargetKind.meshHTTPRoute.rawValue)
      }
    }
  }

  /// The releases that accept a kind in `spec.targetRef`, or in `spec.to`: `2.4 to 2.14`; nil for a kind
  /// that none accepts there.
  static func releases(accepting kind: String, isTopLevel: Bool) -> String? {
    let place = isTopLevel ? Place.topLevel : .to
    let releases = Release.newestPatches.filter { release in
      place.kinds(release).contains { $0.rawValue == kind }
    }
    guard let first = releases.first, let last = releases.last else { return nil }
    return span(first, last)
  }

  private static func span(_ first: Release, _ last: Release) -> String {
    first == last ? first.line : "\(first.line) to \(last.line)"
  }

  /// The table, place by place, oldest releases first.
  public static var rows: [Row] { Place.allCases.flatMap(rows) }

  /// The rows of a place.
  public static func rows(_ place: Place) -> [Row] {
    var spans: [(first: Release, last: Release, kinds: [TargetKind])] = []
    for release in Release.newestPatches where place.since.map(release.has) ?? true {
      let accepted = place.kinds(release)
      if let last = spans.last, last.kinds == accepted {
        spans[spans.count - 1].last = release
      } else {
        spans.append((release, release, accepted))
      }
    }
    return spans.map { first, last, kinds in
      Row(releases: span(first, last), place: place, kinds: kinds.map(\.rawValue))
    }
  }
}
