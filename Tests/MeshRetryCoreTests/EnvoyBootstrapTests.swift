import JSON
import MeshRetryCore
import Testing

@Suite struct EnvoyBootstrapTests {
  @Test(arguments: [
    ("127.0.0.1:80", "127.0.0.1", 80), ("backend.svc:8080", "backend.svc", 8080),
    ("[::1]:443", "::1", 443),
  ])
  func endpointTexts(text: String, host: String, port: Int) {
    #expect(Endpoint(parsing: text) == Endpoint(host: host, port: port))
  }

  @Test(arguments: ["", "a", ":80", "a:", "a:0", "a:65536", "::1:80", "a:b"])
  func notEndpoints(text: String) { #expect(Endpoint(parsing: text) == nil) }

  @Test func endpointsOfAMesh() throws {
    var mesh = MeshEndpoints(release: .documented)
    for text in [
      dataplane("web-1", "10.0.0.1", #"{"kuma.io/service":"web","kuma.io/zone":"east"}"#),
      dataplane("b-1", "10.0.0.2", #"{"kuma.io/service":"b","kuma.io/zone":"west","v":"1"}"#),
      dataplane("b-2", "10.0.0.3", #"{"kuma.io/service":"b","kuma.io/zone":"east"}"#),
      #"{"type":"ExternalService","name":"e","tags":{"kuma.io/service":"ext"},"networking":{"address":"h.example:443"}}"#,
    ] {
      mesh.add(try envoyNode(text))
    }
    let found = mesh.endpoints(service: "b", mesh: "default", dataplane: "web-1")
    #expect(found.map(\.host) == ["10.0.0.2", "10.0.0.3"])
    #expect(found.map(\.priority) == [1, 0])
    #expect(found[0].tags.map(\.key) == ["kuma.io/zone", "v"])
    #expect(
      mesh.endpoints(service: "ext", mesh: "default", dataplane: "web-1").map(\.host)
        == ["h.example"])
    #expect(mesh.endpoints(service: "b", mesh: "other", dataplane: "web-1").isEmpty)
  }

  @Test func endpointsOfResources() throws {
    var mesh = MeshEndpoints(release: Release(2, 14, 3))
    for text in [
      dataplane("b-1", "10.0.0.2", #"{"app":"b","kuma.io/zone":"west"}"#),
      dataplane("c-1", "10.0.0.3", #"{"app":"c"}"#),
      #"{"type":"MeshService","name":"b","labels":{"kuma.io/zone":"west","x":"y"},"spec":{"selector":{"dataplaneTags":{"app":"b"}},"ports":[{"port":80,"targetPort":8080,"name":"web"},{"port":81}]}}"#,
      #"{"type":"MeshMultiZoneService","name":"all","spec":{"selector":{"meshService":{"matchLabels":{"x":"y"}}},"ports":[{"port":80}]}}"#,
      #"{"type":"MeshExternalService","name":"e","spec":{"match":{"port":443},"endpoints":[{"address":"e.example","port":8443}]}}"#,
    ] {
      mesh.add(try envoyNode(text))
    }
    func hosts(_ kri: String) -> [String] {
      mesh.endpoints(resource: kri, mesh: "default", dataplane: "web-1").map {
        "\($0.host):\($0.port)"
      }
    }
    #expect(hosts("kri_msvc_default_west__b_web") == ["10.0.0.2:8080"])
    #expect(hosts("kri_msvc_default_west__b_80") == ["10.0.0.2:8080"])
    #expect(hosts("kri_msvc_default_west__b_81") == [])
    #expect(hosts("kri_mzsvc_default___all_80") == ["10.0.0.2:8080"])
    #expect(hosts("kri_extsvc_default___e_443") == ["e.example:8443"])
    #expect(hosts("kri_msvc_default___none_80") == [])
  }

  private func dataplane(_ name: String, _ address: String, _ tags: String) -> String {
    """
    {"type":"Dataplane","mesh":"default","name":"\(name)","networking":{"address":"\(address)",
     "inbound":[{"port":8080,"tags":\(tags)},
       {"port":8081,"health":{"ready":false},"tags":\(tags)}]}}
    """
  }

  @Test func clustersAndPriorities() throws {
    let proxy = try envoyProxy(envoyOutbound("grpc", "null"))
    var (near, far) = (Endpoint(host: "a.example", port: 1), Endpoint(host: "10.0.0.1", port: 2))
    (near.priority, far.priority) = (1, 1)
    let builder = BootstrapBuilder(
      listeners: ListenerBuilder(release: .documented), maxRetries: 7)
    let bootstrap = builder.bootstrap(proxy.destinations) { _ in [near, far] }
    let cluster = try #require(bootstrap["staticResources"]?["clusters"]?[0])
    #expect(cluster["type"] == "STRICT_DNS")
    #expect(cluster["circuitBreakers"]?["thresholds"]?[0]?["maxRetries"] == 7)
    #expect(cluster["typedExtensionProtocolOptions"] != nil)
    // Envoy counts priorities from 0; there is only one here.
    #expect(cluster["loadAssignment"]?["endpoints"]?[0]?["priority"] == nil)
  }

  @Test func oneListenerForAnAddressAndOneClusterForAService() throws {
    let proxy = try envoyProxy(envoyOutbound("http", "null"), envoyOutbound("http", "null"))
    let builder = BootstrapBuilder(listeners: ListenerBuilder(release: .documented))
    let resources = builder.bootstrap(proxy.destinations) { _ in [] }["staticResources"]
    #expect(resources?["listeners"]?.array?.count == 1)
    #expect(resources?["clusters"]?.array?.count == 1)
  }

  @Test func namesOfResources() throws {
    let proxy = try envoyProxy(
      """
      {"address":"::1","port":80,"service":null,"resource":"kri_msvc_mesh_zone_ns_backend_http",
       "protocol":"http","section":"http","conf":null}
      """, release: "2.14.3")
    let destination = try #require(proxy.destinations.first?.destination)
    #expect(destination.cluster == "mesh_backend_ns_zone_msvc_http")
    #expect(destination.listener == "outbound:[::1]:80")
    #expect(destination.routeConfiguration == "kri_msvc_mesh_zone_ns_backend_http")
  }
}
