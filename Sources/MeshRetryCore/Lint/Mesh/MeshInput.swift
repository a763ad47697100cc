/// All that the rules about meshes see beside a policy.
struct MeshInput {
  let release: Release
  private let meshes: [String: MeshIndex]
  private let none: MeshIndex
  /// The Kubernetes Services of the input, as Kuma names them, with their protocols.
  private let kubernetesServices: [String: String]
  /// Their full names in order, by the name that the Service has.
  private let fullNames: [String: [String]]
  /// The same names, as words that others may be meant for: of all meshes, so they are kept once.
  private let kubernetesWords: Nearest.Words

  init(release: Release, inventory: MeshInventory) {
    self.release = release
    kubernetesServices = inventory.kubernetesServices
    let names = inventory.kubernetesServices.keys.sorted()
    fullNames = Dictionary(grouping: names) { Self.plainName(ofKubernetes: $0) ?? "" }
    kubernetesWords = Nearest.Words(names)
    meshes = inventory.meshes.mapValues { MeshIndex($0) }
    none = MeshIndex(MeshInventory.Mesh())
  }

  /// What is known of a mesh; nothing of one that the input says nothing of.
  subscript(mesh: String?) -> MeshIndex { meshes[mesh ?? "default"] ?? none }

  var hasKubernetesServices: Bool { !kubernetesServices.isEmpty }

  func hasKubernetesService(_ name: String) -> Bool { kubernetesServices[name] != nil }

  /// The full names of Kubernetes Services of that name.
  func kubernetesServices(named name: String) -> [String] {
    name.isEmpty ? [] : fullNames[name] ?? []
  }

  /// What a name of a service may be meant for: a service of the mesh, or a Kubernetes Service.
  func nearestService(to name: String, in mesh: MeshIndex) -> String? {
    Nearest.Words.nearest(to: name, in: [mesh.services, kubernetesWords])
  }

  /// The destinations of a policy that are services, by name, with their items.
  func services(of policy: PolicyRecord) -> [(name: String, item: PolicyRecord.Item)] {
    policy.items.compactMap { item in
      guard item.targetRef.kind == TargetKind.meshService.rawValue, let name = item.targetRef.name
      else { return nil }
      return (name, item)
    }
  }

  /// The protocol of a service where the input tells; nil where it does not.
  func `protocol`(of service: String, for policy: PolicyRecord) -> String? {
    self[policy.name.mesh].protocol(of: service) ?? kubernetesServices[service]
  }

  /// `backend` of `backend_shop_svc_8080`; nil for a name of another shape.
  static func plainName(ofKubernetes name: String) -> String? {
    let parts = name.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[2] == "svc", UInt16(parts[3]) != nil else { return nil }
    return String(parts[0])
  }
}
