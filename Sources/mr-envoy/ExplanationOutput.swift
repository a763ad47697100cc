import MeshRetryCore
import ToolSupport

/// Policies in words, a paragraph for every destination.
struct ExplanationOutput {
  let run: ToolRun

  func emit(_ proxy: ProxyRetries) throws {
    for (destination, action) in proxy.destinations {
      let name = destination.name ?? destination.listener
      var text = "\(proxy.document.dataplane) to \(name) (\(destination.protocol)"
      text += destination.isGateway ? ")\n" : ", \(destination.address):\(destination.port))\n"
      for line in RetryExplanation(destination, action).lines { text += "  \(line)\n" }
      try run.emit(text: text)
    }
  }
}
