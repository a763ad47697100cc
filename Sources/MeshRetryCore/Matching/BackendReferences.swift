/// Finds the resources that outbounds of proxies name.
struct BackendReferences: Sendable {
  private let byType: [String: [Destination]]
  private let byName: [String: [String: [Destination]]]

  init(_ destinations: [Destination]) {
    byType = Dictionary(grouping: destinations, by: \.resource.type)
    byName = byType.mapValues { destinations in
      var names: [String: [Destination]] = [:]
      for destination in destinations {
        let resource = destination.resource
        for name in Set([resource.name, resource.displayName]) {
          names[name, default: []].append(destination)
        }
      }
      return names
    }
  }

  /// The resource that an outbound of a proxy names: by labels, or by name, one of the proxy's own zone and
  /// namespace first.
  func destination(_ ref: Dataplane.BackendRef, of proxy: Resource) -> Destination? {
    if !ref.labels.isEmpty {
      return byType[ref.kind]?.first { $0.resource.labels.includes(ref.labels) }
    }
    let named = byName[ref.kind]?[ref.name ?? ""] ?? []
    return named.first {
      $0.resource.labels[LabelKey.zone] == proxy.labels[LabelKey.zone]
        && $0.resource.labels[LabelKey.namespace] == proxy.labels[LabelKey.namespace]
    } ?? named.first
  }
}
