/// Sections beside the protocol of the service they are for.
enum SectionsForProtocols: PolicyInMeshRule {
  static let texts = [
    RuleText(
      .protocolWithoutRetries,
      why: """
        Kuma applies retries to services of protocol http, grpc and tcp only. A service of protocol \
        http2 or kafka, or without the tag kuma.io/protocol, gets none, whatever the policy says.
        """,
      bad: .inputs(
        MeshExample.policy("http: {numRetries: 3}"),
        MeshExample.dataplane(service: "backend", protocol: "http2")),
      good: .inputs(
        MeshExample.policy("http: {numRetries: 3}"),
        MeshExample.dataplane(service: "backend", protocol: "http"))),
    RuleText(
      .sectionForOtherProtocol,
      why: """
        Each protocol has its own section: http uses http, grpc uses grpc and nothing else, tcp uses \
        tcp. From 2.3 to 2.6 a policy without the section even clears the retries that the routes of \
        the service have.
        """,
      bad: .inputs(
        MeshExample.policy("http: {numRetries: 3}"),
        MeshExample.dataplane(service: "backend", protocol: "grpc")),
      good: .inputs(
        MeshExample.policy("grpc: {numRetries: 3}"),
        MeshExample.dataplane(service: "backend", protocol: "grpc"))),
  ]

  static func applies(to inventory: MeshInventory) -> Bool { inventory.hasServices }

  static func check(_ policy: PolicyRecord, _ input: MeshInput) -> [Finding] {
    input.services(of: policy).compactMap { name, item in
      guard let spoken = input.protocol(of: name, for: policy), let first = item.firstSection
      else { return nil }
      let place = policy.place(first.range)
      guard let section = ConfSection(rawValue: spoken) else {
        return without(spoken, name, place, policy)
      }
      if item.sections.contains(ConfSections(section)) { return nil }
      let clears = spoken != "tcp" && input.release.has(.missingSectionClears)
      return Finding(
        .sectionForOtherProtocol,
        "section '\(first.name.rawValue)' has no effect: service '\(name)' speaks \(spoken)"
          + (clears ? ", and its retries are cleared" : ""),
        at: place, resource: policy.name, help: "use section '\(spoken)'")
    }
  }

  private static func without(
    _ spoken: String, _ service: String, _ place: SourceLocation, _ policy: PolicyRecord
  ) -> Finding {
    let isUnknown = spoken == ServiceProtocols.unknown
    return Finding(
      .protocolWithoutRetries,
      isUnknown
        ? "no retries: the protocol of service '\(service)' is unknown"
        : "no retries: service '\(service)' speaks \(spoken), which no section is for",
      at: place, resource: policy.name,
      help: isUnknown ? "set the tag kuma.io/protocol on its inbounds" : nil)
  }
}
