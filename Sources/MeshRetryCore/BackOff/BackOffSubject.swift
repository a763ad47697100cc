import JSON

/// What a schedule is for: a destination of a proxy, or a section of a policy's item.
public struct BackOffSubject: Sendable {
  /// The destination's name; nil where there is none.
  public var service: String?
  /// The destination's protocol.
  public var `protocol`: String
  /// The release whose mapping applies.
  public var release: Release
  /// The mesh, where it is known.
  public var mesh: String?
  /// What tells it from others: mesh, Dataplane, address, port, or policy and item.
  public var identity: [JSONObject.Member] = []

  /// A subject of no mesh.
  public init(service: String?, protocol: String, release: Release) {
    self.service = service
    self.protocol = `protocol`
    self.release = release
  }
}
