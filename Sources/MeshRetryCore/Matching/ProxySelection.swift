/// Which proxies a policy is for.
///
/// Source: Kuma's `matchers.dppSelectedByPolicy`; spec of selection, 2.2 to 2.14.
struct ProxySelection {
  let references: RouteReferences
  let dataplane: Dataplane
  /// The MeshGateway that the proxy belongs to; nil when to none.
  let gateway: MeshGateway?

  private var release: Release { references.release }

  /// What of a proxy a policy selects; it matches when anything is selected.
  struct Selected: Equatable {
    /// Inbounds: `IP:PORT`.
    var inbounds: [String] = []
    /// Listeners of a built-in gateway, by their index in it.
    var listeners: [Int] = []
    /// The proxy as a delegated gateway.
    var isDelegated = false

    static let nothing = Selected()
    var isEmpty: Bool { self == .nothing }
  }

  /// What went wrong with a reference.
  struct Unresolved: Error {
    var message: String
  }

  /// What the policy selects of the proxy.
  func select(_ policy: Policy) throws(Unresolved) -> Selected {
    if policy.isShadow && release.has(.shadowPolicies) { return .nothing }
    return try select(policy.effectiveTargetRef(release), of: policy.resource)
  }

  func select(_ ref: TargetRef, of resource: Resource) throws(Unresolved) -> Selected {
    if release.has(.zoneAndNamespaceFilter) {
      guard isInZone(of: resource), isInNamespace(of: resource) else { return .nothing }
    }
    switch TargetKind(rawValue: ref.kind) {
    case .mesh:
      guard allowsProxyType(ref) else { return .nothing }
      var selected = byTags(StringMap())
      if release.has(.embeddedListeners) {
        selected.inbounds += dataplane.embeddedListeners.map(\.key)
      }
      if release.has(.delegatedGateways), let gateway = dataplane.gateway, !gateway.isBuiltin {
        selected.isDelegated = true
      }
      return selected
    case .meshSubset:
      return allowsProxyType(ref) ? byTags(ref.tags ?? StringMap()) : .nothing
    case .meshService:
      return byTags(StringMap([(LabelKey.service, ref.name ?? "")]))
    case .meshServiceSubset:
      return byTags(
        StringMap([(LabelKey.service, ref.name ?? "")]).overwritten(by: ref.tags ?? StringMap()))
    case .meshGateway where release.has(.selectMeshGateway): return byGateway(ref, resource)
    case .dataplane where release.has(.selectDataplane): return byDataplane(ref, resource)
    case .meshHTTPRoute where release.has(.topLevelRouteMatches):
      guard let route = references.route(ref, of: resource) else {
        throw Unresolved(
          message: "couldn't resolve MeshHTTPRoute targetRef with name '\(ref.name ?? "")'")
      }
      return try select(route.targetRef ?? TargetRef(kind: "Mesh"), of: route.resource)
    default:
      throw Unresolved(message: "unsupported targetRef kind '\(ref.kind)'")
    }
  }

  // MARK: Tags

  private func byTags(_ selector: StringMap) -> Selected {
    var selected = Selected()
    for inbound in dataplane.inbounds where !isSkipped(inbound, forDataplaneKind: false) {
      if inbound.tags.matches(selector) { selected.inbounds.append(inbound.key) }
    }
    if let gateway {
      let proxyTags = dataplane.gateway?.tags ?? StringMap()
      selected.listeners = gateway.listeners.indices.filter { index in
        gateway.selectionTags(of: gateway.listeners[index], proxyTags: proxyTags)
          .matches(selector)
      }
    }
    if release.has(.delegatedGateways), let own = dataplane.gateway, !own.isBuiltin {
      selected.isDelegated = own.tags.matches(selector)
    }
    return selected
  }

  private func isSkipped(_ inbound: Dataplane.Inbound, forDataplaneKind: Bool) -> Bool {
    guard inbound.state == "Ignored" else { return false }
    return forDataplaneKind
      ? release.has(.ignoredInboundsSkippedForDataplane) : release.has(.ignoredInboundsSkipped)
  }

  private func allowsProxyType(_ ref: TargetRef) -> Bool {
    guard release.has(.proxyTypes), let types = ref.proxyTypes, !types.isEmpty else { return true }
    // A delegated gateway is a Gateway to the code, though the documentation says Sidecar.
    return types.contains(dataplane.gateway == nil ? "Sidecar" : "Gateway")
  }

  // MARK: Gateways

  private func byGateway(_ ref: TargetRef, _ resource: Resource) -> Selected {
    guard let gateway, dataplane.gateway?.isBuiltin ?? false,
      resource.mesh == gateway.resource.mesh,
      references.names(gateway.resource, ref.name ?? "", of: resource)
    else { return .nothing }
    if release.has(.meshGatewayMergedTags) {
      var selected = byTags(ref.tags ?? StringMap())
      selected.isDelegated = false
      return selected
    }
    // Releases before that look at the listeners' own tags alone.
    return Selected(
      listeners: gateway.listeners.indices.filter {
        gateway.listeners[$0].tags.matches(ref.tags ?? StringMap())
      })
  }

  // MARK: Dataplanes

  private func byDataplane(_ ref: TargetRef, _ resource: Resource) -> Selected {
    guard gateway == nil, isChosen(ref, resource) else { return .nothing }
    let section = ref.sectionName ?? ""
    var selected = Selected()
    for inbound in dataplane.inbounds where !isSkipped(inbound, forDataplaneKind: true) {
      let name =
        inbound.name ?? (release.has(.sectionNameByPort) ? String(inbound.port) : "")
      if section.isEmpty || section == name { selected.inbounds.append(inbound.key) }
    }
    if release.has(.embeddedListeners) {
      selected.inbounds += dataplane.embeddedListeners.filter {
        section.isEmpty || section == $0.name ?? String($0.port)
      }.map(\.key)
    }
    if release.has(.dataplaneSelectsDelegated), let own = dataplane.gateway {
      selected.isDelegated = !own.isBuiltin
    }
    return selected
  }

  private func isChosen(_ ref: TargetRef, _ policy: Resource) -> Bool {
    let name = ref.name ?? ""
    if name.isEmpty && (ref.namespace ?? "").isEmpty && ref.labels == nil { return true }
    if !name.isEmpty {
      let namespace = ref.namespace ?? ""
      let wanted = KRI(
        type: "Dataplane", mesh: policy.mesh, zone: policy.labels[LabelKey.zone] ?? "",
        namespace: namespace.isEmpty ? policy.labels[LabelKey.namespace] ?? "" : namespace,
        name: name)
      if KRI(dataplane.resource) == wanted { return true }
    }
    guard let labels = ref.labels else { return false }
    return labels.entries.allSatisfy { (dataplane.resource.labels[$0.key] ?? "") == $0.value }
  }

  // MARK: Zones and namespaces

  private func isInNamespace(of policy: Resource) -> Bool {
    let role = policy.labels[LabelKey.policyRole] ?? ""
    guard role == "consumer" || role == "workload-owner" else { return true }
    guard let namespace = policy.labels[LabelKey.namespace] else { return false }
    return namespace == dataplane.resource.labels[LabelKey.namespace] ?? ""
  }

  private func isInZone(of policy: Resource) -> Bool {
    if policy.labels[LabelKey.policyRole] == "producer" { return true }
    let own = gateway?.resource ?? dataplane.resource
    let ownOrigin = own.labels[LabelKey.origin] ?? "global"
    if ownOrigin.isEmpty || ownOrigin == "global" { return true }
    guard policy.labels[LabelKey.origin] == "zone" else { return true }
    guard let zone = policy.labels[LabelKey.zone] else { return true }
    return ownOrigin == "zone"
      && (own.labels[LabelKey.zone] == nil || own.labels[LabelKey.zone] == zone)
  }
}

extension StringMap {
  /// Whether these tags have all those of a selector; `*` stands for any value.
  func matches(_ selector: StringMap) -> Bool {
    selector.entries.allSatisfy { key, value in
      guard let own = self[key] else { return false }
      return own == value || value == "*"
    }
  }
}
