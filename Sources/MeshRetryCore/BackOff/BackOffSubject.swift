import JSON

/// A destination, or a part of a policy, whose schedule is asked for.
public struct BackOffSubject: Sendable {
  /// The destination's name; nil where there is none.
  public var service: String?
  /// The destination's protocol.
  public var `protocol`: String
  /// The section of the conf that counts; nil for protocols that have none.
  public var section: EffectiveMeshRetry.Section?
  /// The conf; nil when no policy reaches the destination.
  public var conf: Conf?
  /// Where the conf was read; nil for a conf from options.
  public var node: JSONNode?
  /// The release whose mapping applies.
  public var release: Release
  /// The mesh, where it is known.
  public var mesh: String?
  /// What tells it from others: mesh, Dataplane, address, port, or policy and item.
  public var identity: [JSONObject.Member] = []

  /// A subject of that section.
  public init(
    service: String?, protocol: String, section: EffectiveMeshRetry.Section?, conf: Conf?,
    node: JSONNode? = nil, release: Release
  ) {
    self.service = service
    self.protocol = `protocol`
    self.section = section
    self.conf = conf
    self.node = node
    self.release = release
  }

  /// What Envoy works with.
  public var settings: RetrySettings {
    guard let section else {
      return RetrySettings(
        without: nil, because: "MeshRetry does nothing for protocol \(self.protocol): no retries")
    }
    guard let conf else {
      return RetrySettings(without: section, because: "no MeshRetry applies: no retries")
    }
    return RetrySettings(conf, section, release: release)
  }

  /// The value of a field of the conf, or the innermost one around it: where a remark belongs.
  public func node(of field: String?) -> JSONNode? {
    guard var node, let field else { return node }
    for key in field.split(separator: ".") {
      guard
        let member = node.members.first(where: {
          $0.key.string?.lowercased() == key.lowercased()
        })
      else { break }
      node = member.value
    }
    return node
  }
}
