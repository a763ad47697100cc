import MeshRetryCore

/// Policies, proxies and destinations as a graph in Graphviz's language.
enum DotGraph {
  static let head = """
    digraph meshretry {
      rankdir=LR;
      node [shape=box, fontname="sans-serif"];

    """
  static let foot = "}\n"

  /// The nodes and edges of a proxy.
  static func edges(_ effective: EffectiveMeshRetry) -> String {
    let proxy = quoted("proxy \(effective.mesh)/\(effective.dataplane)")
    var text = "  \(proxy) [label=\(quoted(effective.dataplane)), shape=ellipse];\n"
    for (index, policy) in effective.policies.enumerated() {
      let node = quoted("policy \(effective.mesh)/\(policy.name)")
      text += "  \(node) [label=\(quoted(policy.name)), style=filled, fillcolor=lightblue];\n"
      text += "  \(node) -> \(proxy) [label=\"\(index + 1)\"];\n"
    }
    for destination in effective.destinations {
      let node = quoted("destination \(effective.mesh)/\(destination.name)")
      text += "  \(node) [label=\(quoted(destination.name)), style=rounded];\n"
      let used = destination.usedFields
      let label = used.isEmpty ? "" : destination.section?.rawValue ?? ""
      let policies = unique(used.map(\.origin.policy))
      let note = policies.isEmpty ? label : "\(label): \(policies.joined(separator: ", "))"
      let style = used.isEmpty ? ", style=dotted" : ""
      text += "  \(proxy) -> \(node) [label=\(quoted(note))\(style)];\n"
    }
    return text
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen = Set<String>()
    return names.filter { seen.insert($0).inserted }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] } + "\""
  }
}
