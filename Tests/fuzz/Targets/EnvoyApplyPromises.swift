import JSON
import MeshRetryCore

/// Setting policies in a configuration: the outcome is one document, and setting them again changes
/// nothing.
///
/// An input is two JSON documents: an EffectiveMeshRetry and a configuration.
enum EnvoyApplyPromises {
  static func check(_ input: [UInt8]) throws {
    let documents = JSONPromises.Reading(JSONParser(ByteBuffer(input))).documents
    guard documents.count >= 2,
      let proxy = try? ProxyRetries(decoding: documents[0].root, ProxyRetries.Request())
    else { return }
    let given = documents[1].root
    let once = try applied(proxy, to: given)
    let reread = try JSONPromises.reread(once)
    try expect(try applied(proxy, to: reread) == once, "set twice, it comes to something else")
    if proxy.entries.isEmpty {
      try expect(once == JSONPromises.compact(given), "without policies something changes")
    }
    for entry in proxy.entries { try PolicyPromises.check(entry) }
    _ = ConfigCheck(bootstrap: given).problems
    _ = proxy.findings(in: "input", repaired: false)
  }

  private static func applied(_ proxy: ProxyRetries, to config: JSONNode) throws -> [UInt8] {
    var application = ConfigApplication(proxy)
    var writer = JSONWriter()
    try application.write(config, to: &writer) { _ in }
    _ = application.unplaced(in: "input")
    return writer.bytes
  }
}
