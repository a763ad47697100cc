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
        "\(outbound.address):\(outbound.port)", outbound.service ?? outbound.resource ?? "-",
        outbound.protocol, outbound.origin.isEmpty ? "-" : outbound.origin.joined(separator: ","),
        used(outbound.conf, outbound.section),
      ])
    }
    for listener in effective.gatewayListeners {
      rows.append([
        ":\(listener.port)", "(gateway)", listener.protocol,
        listener.origin.isEmpty ? "-" : listener.origin.joined(separator: ","),
        used(listener.conf, listener.section),
      ])
    }
    let title = "\(effective.mesh)/\(effective.dataplane) (release \(effective.release))\n"
    return title + TextTable(rows).text
  }

  /// The section in use, or why there is none.
  private func used(_ conf: JSONValue?, _ section: EffectiveMeshRetry.Section?) -> String {
    guard let conf else { return "no policy" }
    guard let section else { return "none for this protocol" }
    guard let part = conf[section.rawValue] else { return "no section \(section.rawValue)" }
    return "\(section.rawValue) \(part.compactText)"
  }
}

/// Every field of every destination: its value, the policy and place that set it, and what it replaced.
struct ExplanationTable {
  private let effective: EffectiveMeshRetry

  init(_ effective: EffectiveMeshRetry) { self.effective = effective }

  var text: String {
    var text = "\(effective.mesh)/\(effective.dataplane) (release \(effective.release))\n"
    let policies = effective.policies.map(\.name)
    text +=
      policies.isEmpty
      ? "no policy selects this proxy\n"
      : "policies, the last one wins: \(policies.joined(separator: ", "))\n"
    for outbound in effective.outbounds {
      let name = outbound.service ?? outbound.resource ?? "?"
      text += "\n\(name) at \(outbound.address):\(outbound.port), protocol \(outbound.protocol)"
      text += part(outbound.section, outbound.conf, outbound.fields)
    }
    for listener in effective.gatewayListeners {
      text += "\ngateway listener \(listener.port), protocol \(listener.protocol)"
      text += part(listener.section, listener.conf, listener.fields)
    }
    return text
  }

  private func part(
    _ section: EffectiveMeshRetry.Section?, _ conf: JSONValue?,
    _ fields: [(path: String, origin: EffectiveMeshRetry.FieldOrigin)]
  ) -> String {
    guard conf != nil else { return ": no policy applies\n" }
    guard let section else { return ": MeshRetry does nothing for this protocol\n" }
    let used = fields.filter { $0.path.hasPrefix(section.rawValue + ".") }
    guard !used.isEmpty else { return ": no section \(section.rawValue)\n" }
    var rows = [["FIELD", "VALUE", "POLICY", "AT"]]
    for (path, origin) in used {
      rows.append([
        path, origin.value.compactText, "\(origin.policy) to[\(origin.item)]",
        origin.source ?? "-",
      ])
      for shadow in origin.shadows {
        rows.append([
          "", "instead of \(shadow.value.compactText)", "\(shadow.policy) to[\(shadow.item)]",
          shadow.source ?? "-",
        ])
      }
    }
    return "\n" + TextTable(rows, indent: 2, limit: 100).text
  }
}
