/// Which kinds targetRefs may have, release by release: the table that lists and manual pages show.
public enum TargetRefSupport {
  /// Some releases with the same kinds at one place.
  public struct Row: Sendable, Equatable {
    /// `2.4 to 2.6`.
    public var releases: String
    /// Where: `spec.targetRef`, or below which kinds a `spec.to`.
    public var place: String
    /// The kinds accepted.
    public var kinds: [String]
  }

  /// The table, oldest releases first.
  public static var rows: [Row] {
    rows("spec.targetRef") { TargetKinds.topLevel($0, isSystemPolicy: true) }
      + rows("… of namespaces", where: .policyRoles) {
        TargetKinds.topLevel($0, isSystemPolicy: false)
      }
      + rows("spec.to") { TargetKinds.to($0, topLevel: "Mesh") }
      + rows("… of MeshGateway", where: .topLevelMeshGateway) {
        TargetKinds.to($0, topLevel: "MeshGateway")
      }
      + rows("… of MeshHTTPRoute", where: .topLevelMeshHTTPRoute) {
        TargetKinds.to($0, topLevel: "MeshHTTPRoute")
      }
  }

  /// The releases that accept a kind in `spec.targetRef`, or in `spec.to`: `2.4 to 2.14`; nil for a kind
  /// that none accepts there.
  static func releases(accepting kind: String, isTopLevel: Bool) -> String? {
    let lines = Release.newestPatches.filter { release in
      let kinds =
        isTopLevel
        ? TargetKinds.topLevel(release, isSystemPolicy: true)
        : TargetKinds.to(release, topLevel: TargetKind.mesh.rawValue)
      return kinds.contains { $0.rawValue == kind }
    }.map(\.line)
    guard let first = lines.first, let last = lines.last else { return nil }
    return first == last ? first : "\(first) to \(last)"
  }

  private static func rows(
    _ place: String, where behaviour: Behaviour? = nil, _ kinds: (Release) -> [TargetKind]
  ) -> [Row] {
    var spans: [(first: Release, last: Release, kinds: [TargetKind])] = []
    for release in Release.newestPatches where behaviour.map(release.has) ?? true {
      let accepted = kinds(release)
      if let last = spans.last, last.kinds == accepted {
        spans[spans.count - 1].last = release
      } else {
        spans.append((release, release, accepted))
      }
    }
    return spans.map { first, last, kinds in
      Row(
        releases: first == last ? first.line : "\(first.line) to \(last.line)", place: place,
        kinds: kinds.map(\.rawValue))
    }
  }
}
