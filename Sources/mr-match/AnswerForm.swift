import JSON
import MeshRetryCore

/// Turns what a proxy gets into the bytes that are written.
struct AnswerForm: Sendable {
  private let isExplained: Bool
  private let format: MatchFormat
  private let isCompact: Bool

  init(_ options: MRMatch, isCompact: Bool) {
    isExplained = options.explain
    format = options.format
    self.isCompact = isCompact
  }

  /// The answer for a proxy.
  func answer(_ resolver: EffectivePolicyResolver, _ dataplane: Dataplane) -> ProxyAnswer {
    if format == .inspect && !isExplained {
      return ProxyAnswer(bytes: line(resolver.inspect(dataplane)), warnings: [])
    }
    let effective = resolver.resolve(dataplane)
    let bytes: [UInt8] =
      if isExplained {
        Array(ExplanationTable(effective).text.utf8)
      } else {
        switch format {
        case .table: Array(OutboundTable(effective).text.utf8)
        case .dot: Array(DotGraph.edges(effective).utf8)
        case .json where isCompact: effective.compactBytes + [UInt8(ascii: "\n")]
        case .json, .inspect: line(effective.json)
        }
      }
    return ProxyAnswer(bytes: bytes, warnings: ProxyWarning.of(effective))
  }

  private func line(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter(isCompact ? .compact : .pretty(indent: 2))
    writer.write(value)
    writer.endLine()
    return writer.bytes
  }
}

/// What is written for a proxy.
struct ProxyAnswer: Sendable {
  var bytes: [UInt8]
  var warnings: [ProxyWarning]
}

/// Something that went wrong with a proxy; said once for all proxies of a mesh.
struct ProxyWarning: Sendable {
  var text: String
  var finding: Finding

  /// What is said of a proxy. References that do not resolve are said of the policies, where they stand.
  static func of(_ effective: EffectiveMeshRetry) -> [ProxyWarning] {
    effective.warnings.filter { !$0.hasPrefix("unable to resolve TargetRef") }.map { warning in
      let isFailure = warning.hasPrefix("couldn't create")
      return ProxyWarning(
        text: "\(effective.mesh) \(warning)",
        finding: Finding(
          isFailure ? .matchingFailed : .defaultRetry, warning, at: nil,
          severity: .warning,
          resource: ResourceName(
            type: "Dataplane", mesh: effective.mesh, name: effective.dataplane)))
    }
  }
}
