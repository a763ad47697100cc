import JSON

/// The labels that a control plane gives the resources that it stores.
///
/// Source: Kuma's `core_model.ComputeLabels`, 2.9 to 2.14. A label that is written stays.
public struct ComputedLabels: Sendable {
  /// What kind of control plane it is.
  public enum Mode: Sendable, Equatable {
    /// It takes labels as they are written.
    case literal
    /// The control plane of a zone.
    case zone(String)
    /// The global control plane.
    case global
  }

  private let mode: Mode
  private let systemNamespaces: Set<String>
  private let release: Release

  /// Types that are made on the global control plane only.
  private static let globalTypes: Set<String> = ["Mesh", "Zone", "ExternalService"]

  /// The labels that a control plane of that mode and release computes.
  public init(_ mode: Mode, systemNamespace: String?, release: Release) {
    self.mode = mode
    self.release = release
    systemNamespaces = systemNamespace.map { [$0] } ?? ["kuma-system", "kong-mesh-system"]
  }

  /// A namespace that the control plane itself is in.
  var systemNamespace: String { systemNamespaces.max() ?? "kuma-system" }

  /// The labels of a resource that the global control plane makes by itself, as a zone gets it.
  func labelMade(_ resource: Resource) -> Resource {
    guard case .zone = mode, release.has(.originInOrder) else { return label(resource) }
    var result = resource
    result.labels.entries.append((LabelKey.origin, "global"))
    return label(result)
  }

  /// The resource with its computed labels.
  public func label(_ resource: Resource) -> Resource {
    guard mode != .literal, release.has(.originInOrder) else { return resource }
    var result = resource
    var labels = resource.labels
    func add(_ key: String, _ value: String) {
      if labels[key] == nil { labels.entries.append((key, value)) }
    }
    if !resource.mesh.isEmpty { add(LabelKey.mesh, resource.mesh) }
    if case .zone(let zone) = mode, !Self.globalTypes.contains(resource.type) {
      add(LabelKey.origin, "zone")
      if labels[LabelKey.origin] != "global" {
        add(LabelKey.zone, zone)
        add("kuma.io/env", resource.form == .kubernetes ? "kubernetes" : "universal")
      }
    }
    let origin = labels[LabelKey.origin]
    let isLocal = origin == nil || origin == (mode == .global ? "global" : "zone")
    if let namespace = resource.namespace, isLocal {
      add(LabelKey.namespace, namespace)
      if resource.type == "MeshRetry", release.has(.rolesInOrder) {
        labels.entries.removeAll { $0.key == LabelKey.policyRole }
        add(LabelKey.policyRole, role(of: resource, in: namespace))
      }
    }
    result.labels = labels
    return result
  }

  /// What a policy counts as.
  private func role(of policy: Resource, in namespace: String) -> String {
    let items = policy.body["to"]?.elements.map { item in
      item["targetRef"].map { TargetRef(decoding: $0, release) } ?? TargetRef()
    }
    guard release.has(.producerRoles) else {
      return items?.isEmpty ?? true ? "workload-owner" : "consumer"
    }
    if systemNamespaces.contains(namespace) { return "system" }
    guard let items, !items.isEmpty else { return "workload-owner" }
    return items.allSatisfy { isProducerItem($0, namespace) } ? "producer" : "consumer"
  }

  private func isProducerItem(_ ref: TargetRef, _ namespace: String) -> Bool {
    let isKind =
      ref.kind == TargetKind.meshService.rawValue
      || ref.kind == TargetKind.meshHTTPRoute.rawValue && release.has(.toMeshHTTPRoute)
    let own = ref.namespace ?? ""
    return isKind && !(ref.name ?? "").isEmpty && (own.isEmpty || own == namespace)
  }
}
