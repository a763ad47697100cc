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
  /// Policies that ask for something, by that; the rest has to be tried with every proxy.
  private var byHandle: [Handle: [Int]] = [:]
  private var forAll: [Int] = []

  /// What a proxy has and a policy asks for.
  private enum Handle: Hashable {
    case tag(String, String)
    case label(String, String)
    case dataplane(String)
    case gateway(String)
  }

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
      let handles = Self.handles(of: policy, release)
      if handles.isEmpty { forAll.append(index) }
      for handle in handles { byHandle[handle, default: []].append(index) }
    }
  }

  /// Of a proxy without any of these nothing is selected; empty when there is no such thing.
  private static func handles(of policy: Policy, _ release: Release) -> [Handle] {
    guard let ref = policy.targetRef else { return [] }
    let name = ref.name ?? ""
    func handles(_ tag: (key: String, value: String)?) -> [Handle] {
      tag.map { $0.value == "*" ? [] : [.tag($0.key, $0.value)] } ?? []
    }
    switch TargetKind(rawValue: ref.kind) {
    case .meshService: return handles((LabelKey.service, name))
    case .meshSubset: return handles(ref.tags?.entries.first { $0.value != "*" })
    case .meshServiceSubset: return handles((LabelKey.service, ref.tags?[LabelKey.service] ?? name))
    case .meshGateway where release.has(.selectMeshGateway):
      let resource = policy.resource
      let names = [name, SyncedName.hashed(name, mesh: resource.mesh)]
      return (names + (resource.namespace.map { ["\(name).\($0)"] } ?? [])).map { .gateway($0) }
    case .dataplane where release.has(.selectDataplane):
      let named: [Handle] = name.isEmpty ? [] : [.dataplane(name)]
      guard let labels = ref.labels else { return named }
      // A label that is empty is one that need not be there.
      guard let label = labels.entries.first(where: { !$0.value.isEmpty }) else { return [] }
      return named + [.label(label.key, label.value)]
    default: return []
    }
  }

  /// The indexes of the policies that may select the proxy, ascending.
  func indexes(for dataplane: Dataplane, _ gateway: MeshGateway?) -> [Int] {
    guard !byHandle.isEmpty else { return forAll }
    var found = Set<Int>()
    func add(_ handle: Handle) { found.formUnion(byHandle[handle] ?? []) }
    func add(_ tags: StringMap) { for (key, value) in tags.entries { add(.tag(key, value)) } }
    for inbound in dataplane.inbounds { add(inbound.tags) }
    if let own = dataplane.gateway { add(own.tags) }
    add(.dataplane(dataplane.resource.displayName))
    for (key, value) in dataplane.resource.labels.entries { add(.label(key, value)) }
    if let gateway {
      add(gateway.tags)
      for listener in gateway.listeners { add(listener.tags) }
      add(.gateway(gateway.resource.name))
      add(.gateway(gateway.resource.displayName))
    }
    return found.isEmpty ? forAll : (forAll + found).sorted()
  }
}
