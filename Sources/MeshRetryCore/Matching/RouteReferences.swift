/// Finds the MeshHTTPRoutes that policies name.
public struct RouteReferences: Sendable {
  let release: Release
  let routes: [MeshHTTPRoute]

  /// The routes of one mesh, looked up by the rules of a release.
  public init(_ routes: [MeshHTTPRoute], release: Release) {
    self.routes = routes
    self.release = release
  }

  /// The route that a targetRef of a policy names; nil when there is none.
  func route(_ ref: TargetRef, of policy: Resource) -> MeshHTTPRoute? {
    routes.first {
      $0.resource.mesh == policy.mesh && names($0.resource, ref.name ?? "", of: policy)
    }
  }

  /// Whether a name in a policy means the resource: by core name first, later also by the hash that
  /// synchronising gives, then by display name.
  func names(_ resource: Resource, _ name: String, of policy: Resource) -> Bool {
    if release.has(.displayNameReferences) { return resource.displayName == name }
    let coreName =
      resource.namespace != nil
      ? policy.namespace.map { "\(name).\($0)" } ?? name : name
    if resource.name == coreName { return true }
    return release.has(.hashedReferenceNames)
      && resource.name == SyncedName.hashed(name, mesh: policy.mesh)
  }
}

/// The names that resources get when they are synchronised between control planes.
///
/// Source: Kuma's `hash.HashedName`: the display name cut to 236 characters and a hash of mesh and name.
enum SyncedName {
  private static let alphabet = Array("bcdfghjklmnpqrstvwxz2456789")
  private static let nameLimit = 236

  /// The name of a resource of the global control plane in a zone, with what else it was hashed with.
  static func hashed(_ name: String, mesh: String, _ more: [String] = []) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in ([mesh, name] + more).joined().utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    let padded = String(repeating: "0", count: 16 - digits.count) + digits
    let suffix = padded.utf8.map { alphabet[Int($0) % alphabet.count] }
    return name.prefix(nameLimit) + "-" + String(suffix)
  }
}
