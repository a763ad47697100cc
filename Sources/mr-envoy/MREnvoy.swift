import ArgumentParser
import JSON
import MeshRetryCore
import ToolSupport

@main
struct MREnvoy: Tool {
  static let configuration = CommandConfiguration(
    commandName: "mr-envoy",
    abstract: "Emit the Envoy configuration that effective MeshRetry policies come to.",
    discussion: """
      EXAMPLES
        mr-match --dataplane web-1 mesh.json | mr-envoy
        mr-envoy --emit listener effective.json
        mr-envoy --emit bootstrap --resources mesh.json effective.json > envoy.json
        mr-envoy --apply config_dump.json effective.json
        mr-envoy --explain effective.json

      Reads EffectiveMeshRetry documents, as mr-match writes them.

      EXIT STATUS
        0  fine, warnings included
        1  Envoy would refuse what comes of a policy
        2  usage, unreadable, malformed or empty input, failed write
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var findings: FindingOptions
  @OptionGroup var release: ReleaseOption
  @OptionGroup var emission: EmissionOptions
  @OptionGroup var operands: InputOperands

  var readsStandardInput: Bool { operands.files.isEmpty }

  func run(_ run: ToolRun) throws {
    let emitter = Emitter(emission, run)
    var request = ProxyRetries.Request()
    request.release = try release.explicit()
    request.repairs = emission.repair
    request.routeTimeout = emission.routeTimeout?.value
    var reported: Set<String> = []
    try JSONInput(operands, run).forEach { node, file in
      guard let proxy = try read(node, file, request, run) else { return }
      // One field of one policy reaches many outbounds; it is spoken of once.
      let findings = proxy.findings(in: file, repaired: emission.repair).filter {
        reported.insert("\($0.code) \($0.location?.text ?? "") \($0.message)").inserted
      }
      try run.report(findings)
      try emitter.emit(proxy, from: file)
    }
    try emitter.finish()
  }

  /// The proxy of a document; nil when it is none, which is reported.
  private func read(
    _ node: JSONNode, _ file: String, _ request: ProxyRetries.Request, _ run: ToolRun
  ) throws -> ProxyRetries? {
    guard EffectiveMeshRetry.isOne(node) else {
      let kind = (node["kind"] ?? node["type"])?.string.map { "a \($0)" } ?? "a document of no kind"
      try run.reportMalformed(
        Finding(
          .wrongType, "expected an EffectiveMeshRetry, not \(kind)",
          at: SourceLocation(file: file, range: node.range),
          help: "mr-match makes EffectiveMeshRetry documents of policies"))
      return nil
    }
    let result = Result { () throws(EffectiveMeshRetry.FormError) in
      try ProxyRetries(decoding: node, request)
    }
    switch result {
    case .success(let proxy): return proxy
    case .failure(let error):
      try run.reportMalformed(
        Finding(
          .wrongType, error.message, at: SourceLocation(file: file, range: error.node.range)))
      return nil
    }
  }
}
