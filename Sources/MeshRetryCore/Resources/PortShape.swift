import JSON

/// Whether the ports of a MeshGateway or a destination are such, as Kuma's validators want: what is said of
/// them names them.
enum PortShape {
  /// What is wrong first, and where; nil when nothing is. A port that is not there is none to be wrong.
  static func problem(_ resource: Resource) -> DecodingProblem? {
    let body = resource.body
    let lists = [body["conf"]?["listeners"], body["ports"]].compactMap { $0?.elements }
    let ports = lists.joined().map { $0["port"] } + [body["match"]?["port"]]
    for node in ports.compactMap(\.self) where !node.isNull {
      let port: Int? = node.number?.integer()
      if port.map({ !(0...65535).contains($0) }) ?? true {
        return DecodingProblem(
          kind: .stop, message: "port must be a number from 1 to 65535", node: node)
      }
    }
    return nil
  }
}
