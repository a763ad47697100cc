/// The routes that a proxy has by MeshHTTPRoutes, by destination.
struct RouteDestinations {
  /// Routes that select the proxy, each with its items.
  let routes: [MeshHTTPRoute]
  private let selection: ProxySelection
  private let resources: ResourceReferences?

  init(
    _ dataplane: Dataplane, _ gateway: MeshGateway?, _ references: RouteReferences,
    _ resources: ResourceReferences?
  ) {
    let selection = ProxySelection(
      references: references, dataplane: dataplane, gateway: gateway)
    self.selection = selection
    routes = references.routes.filter { selection.selects($0) }
    self.resources = resources
  }

  /// The names of Envoy's routes of a service: the hashes of the matches of each rule.
  func hashes(ofService service: String) -> [(route: Resource, hash: String)] {
    routes.flatMap { route in
      route.to.filter { item in
        item.targetRef.name == service
          && (item.targetRef.kind == TargetKind.meshService.rawValue
            || item.targetRef.kind == TargetKind.meshServiceSubset.rawValue)
      }.flatMap { item in item.matchesHashes.map { (route.resource, $0) } }
    }
  }

  /// The names of Envoy's routes of a gateway's listener on that port.
  func hashes(ofPort port: Int) -> [(route: Resource, hash: String)] {
    routes.filter { route in
      selection.listeners(of: route).contains { selection.gateway?.listeners[$0].port == port }
    }.flatMap { route in
      route.to.flatMap { item in item.matchesHashes.map { (route.resource, $0) } }
    }
  }

  /// The routes that are for a resource, or a section of it.
  func routes(to key: KRI) -> [Resource] {
    guard let resources else { return [] }
    return routes.filter { route in
      route.to.contains { item in
        resources.targets(of: item.targetRef, in: route.resource).contains {
          $0.key == key || $0.key == key.with(section: "")
        }
      }
    }.map(\.resource)
  }
}

extension ProxySelection {
  /// Whether a route is for the proxy.
  fileprivate func selects(_ route: MeshHTTPRoute) -> Bool {
    selected(by: route).map { !$0.isEmpty } ?? false
  }

  /// The gateway's listeners that a route is for.
  fileprivate func listeners(of route: MeshHTTPRoute) -> [Int] {
    selected(by: route)?.listeners ?? []
  }

  private func selected(by route: MeshHTTPRoute) -> Selected? {
    try? select(route.targetRef ?? TargetRef(kind: "Mesh"), of: route.resource)
  }
}
