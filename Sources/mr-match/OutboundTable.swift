import JSON
import MeshRetryCore
import ToolSupport

/// A proxy's destinations, a line each: what is used, and by which policies.
struct OutboundTable {
  private let effective: EffectiveMeshRetry

  init(_ effective: EffectiveMeshRetry) { self.effective = effective }

  var text: String {
    var rows = [["OUTBOUND", "DESTINATION", "PROTOCOL", "POLICIES", "CONF"]]
    for outbound in effective.outbounds {
      rows.append([
        "\(outbound.address):\(outbound.port)", outbound.name, outbound.protocol,
        policies(outbound.origin), used(outbound.conf, outbound.section, outbound.reason),
      ])
      for route in outbound.routes {
        rows.append([
          "", "route \(route.route)", "", policies(route.origin),
          used(route.conf, outbound.section, nil),
        ])
      }
    }
    for listener in effective.gatewayListeners {
      rows.append([
        ":\(listener.port)", "(gateway)", listener.protocol, policies(listener.origin),
        used(listener.conf, listener.section, listener.reason),
      ])
      for route in listener.routes {
        rows.append([
          "", "route \(route.route)", "", policies(route.origin),
          used(route.conf, listener.section, nil),
        ])
      }
    }
    let title = "\(effective.mesh)/\(effective.dataplane) (release \(effective.release))\n"
    return title + (rows.count == 1 ? "no outbounds\n" : TextTable(rows).text)
  }

  private func policies(_ names: [String]) -> String {
    names.isEmpty ? "-" : names.joined(separator: ",")
  }

  /// The section in use, or why there is none.
  private func used(
    _ conf: JSONValue?, _ section: EffectiveMeshRetry.Section?,
    _ reason: EffectiveMeshRetry.UnusedReason?
  ) -> String {
    if let section, let part = conf?[section.rawValue] {
      return "\(section.rawValue) \(part.compactText)"
    }
    return reason.map { "- (\($0.rawValue))" } ?? "-"
  }
}
