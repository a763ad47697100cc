/// The kinds that Kuma accepts, by place and release.
///
/// Source: `validateTop` and `validateTo` of MeshRetry, 2.2 to 2.14.
enum TargetKinds {
  /// A kind, with the behaviour that brings it, and whether policies of applications may have it.
  private struct Row {
    var kind: TargetKind
    var since: Behaviour?
    var isForSystemOnly = false
  }

  private static let topLevelRows: [Row] = [
    Row(kind: .mesh), Row(kind: .meshSubset),
    Row(kind: .meshGateway, since: .topLevelMeshGateway, isForSystemOnly: true),
    Row(kind: .meshService), Row(kind: .meshServiceSubset),
    Row(kind: .meshHTTPRoute, since: .topLevelMeshHTTPRoute, isForSystemOnly: true),
    Row(kind: .dataplane, since: .topLevelDataplane),
  ]

  private static let toRows: [Row] = [
    Row(kind: .mesh), Row(kind: .meshService),
    Row(kind: .meshExternalService, since: .toRealResources),
    Row(kind: .meshMultiZoneService, since: .toRealResources),
    Row(kind: .meshHTTPRoute, since: .toMeshHTTPRoute),
  ]

  /// The kinds of `spec.targetRef`.
  static func topLevel(_ release: Release, isSystemPolicy: Bool) -> [TargetKind] {
    let isRestricted = release.has(.policyRoles) && !isSystemPolicy
    return topLevelRows.filter { row in
      (row.since.map(release.has) ?? true) && !(isRestricted && row.isForSystemOnly)
    }.map(\.kind)
  }

  /// The kinds of `spec.to[].targetRef` below a `spec.targetRef` of that kind.
  static func to(_ release: Release, topLevel: String) -> [TargetKind] {
    let rows = toRows.filter { $0.since.map(release.has) ?? true }.map(\.kind)
    let isNarrow =
      topLevel == TargetKind.meshGateway.rawValue && release.has(.topLevelMeshGateway)
      || topLevel == TargetKind.meshHTTPRoute.rawValue && release.has(.topLevelMeshHTTPRoute)
    return isNarrow ? rows.filter { $0 == .mesh || $0 == .meshExternalService } : rows
  }
}
