import JSON

/// All that is known of one mesh.
public struct MeshSnapshot: Sendable {
  /// The mesh's name.
  public let name: String
  /// The Mesh resource, where it is in the input.
  public internal(set) var mesh: Resource?
  /// The proxies, in input order.
  public internal(set) var dataplanes: [Dataplane] = []
  /// The policies, by core name.
  public internal(set) var policies: [Policy] = []
  /// The built-in gateways, by name.
  public internal(set) var gateways: [MeshGateway] = []
  /// The routes, by name.
  public internal(set) var routes: [MeshHTTPRoute] = []
  /// Destinations that are resources.
  public internal(set) var destinations: [Destination] = []
  /// Destinations outside the mesh, by the old way.
  var externalServices: [Resource] = []
  /// What other zones offer.
  var zoneIngresses: [Resource] = []

  /// Protocols of services that were stated, whatever the endpoints say.
  var statedProtocols: [String: String] = [:]
  /// What the control plane's legacy Retry does besides, when that was asked for.
  var legacyRetry: String?

  /// A mesh of which nothing is known.
  public init(name: String) { self.name = name }
}

/// Sorts resources into meshes.
public struct MeshCollection: Sendable {
  /// The release whose rules apply.
  public let release: Release
  /// The meshes by name.
  public private(set) var meshes: [String: MeshSnapshot] = [:]
  /// Resources of the input that could not be taken, with the reason.
  public private(set) var refused: [(resource: Resource, problem: DecodingProblem)] = []
  /// Names that were given twice: the later resource took the earlier one's place.
  public private(set) var replaced: [(first: Resource, second: Resource)] = []
  private var all: [ResourceName: Resource] = [:]
  private var order: [ResourceName] = []

  /// A collection by the rules of that release.
  public init(release: Release) { self.release = release }

  /// Whether nothing was added.
  public var isEmpty: Bool { order.isEmpty }

  /// Adds a resource; of two with one type, mesh and name the later one counts.
  public mutating func add(_ resource: Resource) {
    let name = ResourceName(type: resource.type, mesh: resource.mesh, name: resource.name)
    if let first = all[name] {
      replaced.append((first, resource))
    } else {
      order.append(name)
    }
    all[name] = resource
  }

  /// Adds a proxy that was described in words; to be called after `finish`.
  public mutating func add(_ proxy: DescribedProxy, mesh name: String, named proxyName: String) {
    guard
      let resource = proxy.dataplane(mesh: name, name: proxyName, release: release)
    else { return }
    var mesh = meshes[name] ?? MeshSnapshot(name: name)
    mesh.dataplanes.append(Dataplane(resource))
    mesh.statedProtocols = proxy.protocols
    meshes[name] = mesh
  }

  /// Adds the policies that the control plane makes by itself; to be called after `finish`.
  public mutating func addDefaultPolicies(_ labels: ComputedLabels) {
    for name in meshes.keys.sorted() {
      guard let mesh = meshes[name] else { continue }
      meshes[name]?.legacyRetry = DefaultPolicy.legacyRetry(of: mesh, release: release)
      if let made = DefaultPolicy.meshRetry(
        of: mesh, namespace: labels.systemNamespace, release: release)
      {
        var changed = mesh
        place(labels.labelMade(made), in: &changed)
        changed.policies.sort { Self.precedes($0.resource, $1.resource) }
        meshes[name] = changed
      }
    }
  }

  /// Sorts what was added; to be called once, before `meshes` is read.
  public mutating func finish() {
    var byMesh: [String: [Resource]] = [:]
    for resource in order.compactMap({ all[$0] }) {
      byMesh[resource.type == "Mesh" ? resource.name : resource.mesh, default: []].append(resource)
    }
    for (mesh, resources) in byMesh {
      var snapshot = MeshSnapshot(name: mesh)
      for resource in resources { place(resource, in: &snapshot) }
      snapshot.policies.sort { Self.precedes($0.resource, $1.resource) }
      snapshot.gateways.sort { Self.precedes($0.resource, $1.resource) }
      snapshot.routes.sort { Self.precedes($0.resource, $1.resource) }
      snapshot.destinations.sort { Self.precedes($0.resource, $1.resource) }
      meshes[mesh] = snapshot
    }
  }

  private mutating func place(_ resource: Resource, in snapshot: inout MeshSnapshot) {
    switch resource.type {
    case "Mesh": snapshot.mesh = resource
    case "Dataplane":
      if let problem = DataplaneShape.problem(resource) {
        refused.append((resource, problem))
      } else {
        snapshot.dataplanes.append(Dataplane(resource))
      }
    case "MeshRetry":
      do {
        snapshot.policies.append(try Policy(meshRetry: resource, release: release))
      } catch {
        refused.append((resource, error))
      }
    case let type where type == "MeshGateway" || Destination.types.contains(type):
      if let problem = PortShape.problem(resource) {
        refused.append((resource, problem))
      } else if type == "MeshGateway" {
        snapshot.gateways.append(MeshGateway(resource))
      } else {
        snapshot.destinations.append(Destination(resource))
      }
    case "MeshHTTPRoute": snapshot.routes.append(MeshHTTPRoute(resource, release: release))
    case "ExternalService": snapshot.externalServices.append(resource)
    case "ZoneIngress": snapshot.zoneIngresses.append(resource)
    default: break
    }
  }

  private static func precedes(_ a: Resource, _ b: Resource) -> Bool {
    a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
  }
}
