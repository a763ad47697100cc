import JSON
import MeshRetryCore
import ToolSupport

/// Every field of every destination: its value, the policy and place that set it, and what it replaced.
struct ExplanationTable {
  private let effective: EffectiveMeshRetry
  private static let width = 100

  init(_ effective: EffectiveMeshRetry) { self.effective = effective }

  var text: String {
    var text = "\(effective.mesh)/\(effective.dataplane) (release \(effective.release))\n"
    let policies = effective.policies.map(\.name)
    text +=
      policies.isEmpty
      ? "no policy selects this proxy\n"
      : Self.wrapped("policies, the last one wins:", policies)
    if effective.outbounds.isEmpty && effective.gatewayListeners.isEmpty {
      text += "no outbounds\n"
    }
    for outbound in effective.outbounds {
      let title = "\(outbound.name) at \(outbound.address):\(outbound.port)"
      text += heading(title, outbound.protocol)
      text += part(outbound.section, outbound.reason, outbound.fields)
      text += routes(outbound.routes, outbound.section)
    }
    for listener in effective.gatewayListeners {
      text += heading("gateway listener \(listener.port)", listener.protocol)
      text += part(listener.section, listener.reason, listener.fields)
      text += routes(listener.routes, listener.section)
    }
    return text
  }

  private func routes(
    _ routes: [EffectiveMeshRetry.RouteRule], _ section: EffectiveMeshRetry.Section?
  ) -> String {
    routes.map { route in
      "  route \(route.route), by a rule of its own\n" + part(section, nil, route.fields)
    }.joined()
  }

  /// Words after a heading, in lines of the width, joined by commas.
  private static func wrapped(_ heading: String, _ words: [String]) -> String {
    var lines = [heading]
    for (index, word) in words.enumerated() {
      let item = index == words.count - 1 ? word : word + ","
      if (lines.last?.count ?? 0) + 1 + item.count <= width {
        lines[lines.count - 1] += " " + item
      } else {
        lines.append("  " + item)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func heading(_ title: String, _ protocolName: String) -> String {
    let rest = ", protocol \(protocolName)"
    return title.count + rest.count <= Self.width
      ? "\n\(title)\(rest)\n" : "\n\(title)\n  protocol \(protocolName)\n"
  }

  private func part(
    _ section: EffectiveMeshRetry.Section?, _ reason: EffectiveMeshRetry.UnusedReason?,
    _ fields: [(path: String, origin: EffectiveMeshRetry.FieldOrigin)]
  ) -> String {
    if let reason { return "  no retries of MeshRetry: \(reason.rawValue)\n" }
    guard let section else { return "" }
    let used = fields.filter { $0.path.hasPrefix(section.rawValue + ".") }
    if used.isEmpty { return "  section \(section.rawValue) with nothing in it\n" }
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
    return TextTable(
      rows, indent: 2, limit: Self.width, cuts: [.never, .end, .middle, .start]
    ).text
  }
}
