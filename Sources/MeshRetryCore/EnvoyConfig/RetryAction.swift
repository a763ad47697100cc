/// What becomes of the routes or the TCP proxy of a destination.
public enum RetryAction: Sendable, Equatable {
  /// Nothing changes.
  case leave
  /// Every route loses its policy.
  case clear
  /// Every route gets this policy.
  case set(RetryPolicy)
  /// The TCP proxy gets this number of attempts.
  case connectAttempts(UInt32)

  /// The policy that is set, if one is.
  public var policy: RetryPolicy? {
    if case .set(let policy) = self { policy } else { nil }
  }

  /// The number of attempts that is set, if one is.
  public var maxConnectAttempts: UInt32? {
    if case .connectAttempts(let attempts) = self { attempts } else { nil }
  }
}

extension RetryPolicyMapping {
  /// What a rule does to a destination of that section.
  ///
  /// Kuma up to 2.6: a rule without the section clears the routes' policy; from 2.7 on it leaves it, and
  /// so does a section that means no policy (`numRetries: 0`).
  public func action(
    _ section: EffectiveMeshRetry.Section?, _ conf: Conf?
  ) -> RetryAction {
    guard let section, let conf else { return .leave }
    switch section {
    case .tcp:
      return conf.tcp.flatMap(tcp).map(RetryAction.connectAttempts) ?? .leave
    case .http:
      return routes(conf.http.flatMap(http))
    case .grpc:
      return routes(conf.grpc.flatMap(grpc))
    }
  }

  private func routes(_ policy: RetryPolicy?) -> RetryAction {
    if let policy { return .set(policy) }
    return release.has(.missingSectionClears) ? .clear : .leave
  }
}
