/// Finds the policies of one kind and mesh that select a proxy.
///
/// Source: Kuma's `matchers.MatchedPolicies`.
public struct PolicyMatcher: Sendable {
  let references: RouteReferences
  let gateways: [MeshGateway]
  private let candidates: PolicyCandidates

  private var release: Release { references.release }

  /// A matcher of those policies; gateways are tried in their order, policies that no rule of order
  /// tells apart stay in theirs.
  public init(
    _ policies: [Policy], gateways: [MeshGateway], routes: [MeshHTTPRoute], release: Release
  ) {
    references = RouteReferences(routes, release: release)
    self.gateways = gateways
    candidates = PolicyCandidates(policies, release)
  }

  /// The policies that select a proxy, and what of it each selects.
  public func match(_ dataplane: Dataplane) -> PolicyMatch {
    let gateway = GatewaySelection.gateway(of: dataplane, among: gateways, release)
    let selection = ProxySelection(
      references: references, dataplane: dataplane, gateway: gateway)
    var match = PolicyMatch(gateway: gateway)
    for index in candidates.indexes(for: dataplane, gateway) {
      let policy = candidates.policies[index]
      do {
        let selected = try selection.select(policy)
        if selected.isEmpty { continue }
        match.members.append(.init(index: index, policy: policy, selected: selected))
      } catch {
        match.unresolved.append(.init(policy: policy, reason: error.message))
      }
    }
    if !candidates.isPresorted {
      match.members = PolicyOrder(release: release).sorted(match.members, by: \.policy)
    }
    return match
  }
}

/// The policies that select a proxy.
public struct PolicyMatch: Sendable {
  /// The MeshGateway that the proxy belongs to; nil when to none.
  public let gateway: MeshGateway?
  var members: [Member] = []
  /// Policies whose targetRef does not resolve, with Kuma's reason.
  public fileprivate(set) var unresolved: [Unresolved] = []

  /// A policy whose targetRef does not resolve.
  public struct Unresolved: Sendable {
    /// The policy.
    public var policy: Policy
    /// Kuma's reason.
    public var reason: String

    /// Kuma's warning.
    func warning(_ release: Release) -> String {
      let resource = policy.resource
      if release.has(.inspectRulesOfProxy) {
        return "unable to resolve TargetRef on policy: mesh:\(resource.mesh) name:\(resource.name) "
          + "error:\(GoQuote.quote(reason))"
      }
      return "unable to resolve TargetRef on policy: mesh:'\(resource.mesh)' "
        + "name:'\(resource.name)' error:'\(reason)'"
    }
  }

  fileprivate init(gateway: MeshGateway?) { self.gateway = gateway }

  /// A policy with what it selects.
  struct Member: Sendable {
    /// The policy's place among all of the matcher.
    var index: Int
    var policy: Policy
    var selected: ProxySelection.Selected
  }

  /// The policies in merge order: the last one wins.
  public var policies: [Policy] { members.map(\.policy) }

  /// Policies in merge order, equal ones in the order given.
  public static func sorted(_ policies: [Policy], release: Release) -> [Policy] {
    PolicyOrder(release: release).sorted(policies, by: \.self)
  }

  /// The inbounds that some policy selects, `IP:PORT`, each once.
  public var inbounds: [String] {
    var seen = Set<String>()
    return members.flatMap(\.selected.inbounds).filter { seen.insert($0).inserted }
  }

  /// The policies that select an inbound, in merge order.
  public func policies(ofInbound key: String) -> [Policy] {
    members.filter { $0.selected.inbounds.contains(key) }.map(\.policy)
  }

  /// The policies that select a listener of the gateway on that port, in merge order.
  public func policies(ofPort port: Int) -> [Policy] { members(ofPort: port).map(\.policy) }

  func members(ofPort port: Int) -> [Member] {
    members.filter { member in
      member.selected.listeners.contains { gateway?.listeners[$0].port == port }
    }
  }

  /// The policies that select the gateway's listener of that index.
  public func policies(ofListener index: Int) -> [Policy] {
    members.filter { $0.selected.listeners.contains(index) }.map(\.policy)
  }
}

/// The policies in order, so that for a proxy only those are looked at that may select it.
private struct PolicyCandidates: Sendable {
  let policies: [Policy]
  /// Whether the order of all is the order of any of them.
  let isPresorted: Bool
  /// Policies that ask for a tag, by that tag; the rest has to be tried with every proxy.
  private var byTag: [String: [String: [Int]]] = [:]
  private var forAll: [Int] = []

  init(_ policies: [Policy], _ release: Release) {
    // Comparing references to all Dataplanes with others is no order: then each list is sorted by itself,
    // as Kuma does.
    isPresorted = !policies.contains { policy in
      policy.targetRef.map {
        $0.kind == TargetKind.dataplane.rawValue && ($0.name ?? "").isEmpty && $0.labels == nil
      } ?? false
    }
    self.policies =
      isPresorted ? PolicyOrder(release: release).sorted(policies, by: \.self) : policies
    for (index, policy) in self.policies.enumerated() {
      if let tag = Self.tag(of: policy) {
        byTag[tag.key, default: [:]][tag.value, default: []].append(index)
      } else {
        forAll.append(index)
      }
    }
  }

  /// A tag without which nothing of a proxy is selected; nil when there is none.
  private static func tag(of policy: Policy) -> (key: String, value: String)? {
    guard let ref = policy.targetRef else { return nil }
    let tag: (key: String, value: String)? =
      switch TargetKind(rawValue: ref.kind) {
      case .meshService: (LabelKey.service, ref.name ?? "")
      case .meshSubset: ref.tags?.entries.first { $0.value != "*" }
      case .meshServiceSubset: (LabelKey.service, ref.tags?[LabelKey.service] ?? ref.name ?? "")
      default: nil
      }
    return tag.flatMap { $0.value == "*" ? nil : $0 }
  }

  /// The indexes of the policies that may select the proxy, ascending.
  func indexes(for dataplane: Dataplane, _ gateway: MeshGateway?) -> [Int] {
    guard !byTag.isEmpty else { return forAll }
    var found = Set<Int>()
    func add(_ tags: StringMap) {
      for (key, value) in tags.entries { found.formUnion(byTag[key]?[value] ?? []) }
    }
    for inbound in dataplane.inbounds { add(inbound.tags) }
    if let own = dataplane.gateway { add(own.tags) }
    if let gateway {
      add(gateway.tags)
      for listener in gateway.listeners { add(listener.tags) }
    }
    return found.isEmpty ? forAll : (forAll + found).sorted()
  }
}
