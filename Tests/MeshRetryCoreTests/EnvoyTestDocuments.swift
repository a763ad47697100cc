import JSON
import MeshRetryCore
import Testing

/// A document from its text.
func envoyNode(_ text: String) throws -> JSONNode {
  try #require(try JSONParser(text: text).next()).root
}

/// A conf from its text.
func envoyConf(_ text: String) throws -> Conf { try Conf(decoding: envoyNode(text)) }

/// An EffectiveMeshRetry with these outbounds (JSON texts).
func envoyProxy(
  _ outbounds: String..., release: String = "2.3.7", rules: String = "[]",
  resourceRules: String = "[]", _ request: ProxyRetries.Request = ProxyRetries.Request()
) throws -> ProxyRetries {
  let text = """
    {"kind":"EffectiveMeshRetry","version":1,"release":"\(release)","mesh":"default",
     "dataplane":"web-1","toRules":\(rules),"toResourceRules":\(resourceRules),
     "outbounds":[\(outbounds.joined(separator: ","))]}
    """
  return try ProxyRetries(decoding: envoyNode(text), request)
}

/// An outbound to a service, on the port 10001.
func envoyOutbound(_ section: String, _ conf: String) -> String {
  """
  {"address":"127.0.0.1","port":10001,"service":"backend","protocol":"\(section)",
   "section":"\(section)","conf":\(conf)}
  """
}
