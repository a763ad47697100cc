/// Items that add nothing to the others.
enum RedundantItem: PolicyRule {
  static let text = RuleText(
    .redundantItem,
    why: """
      5xx covers every status from 500 to 599 and every reset and failed connection; GatewayError \
      covers 502, 503, 504 and the same resets. What they cover need not be listed.
      """,
    bad: """
      http:
        retryOn:
        - 5xx
        - GatewayError
      """,
    good: """
      http:
        retryOn:
        - 5xx
      """,
    envoy: "the conditions on which Envoy retries (measured, 1.40)")

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections {
      let items = section.retryOn ?? []
      for (index, item) in items.enumerated() {
        let path = section.path("retryOn", .index(index))
        if items[..<index].contains(item) {
          report.add(.redundantItem, "'\(item)' is listed twice", at: path)
        } else if section.isHTTP, let other = items.first(where: { covers($0, item) }) {
          report.add(.redundantItem, "'\(other)' covers '\(item)' already", at: path)
        }
      }
    }
  }

  private static func covers(_ wide: String, _ narrow: String) -> Bool {
    let code = StatusCode.mapped(narrow)
    switch HTTPRetryOn(rawValue: wide) {
    case .status5xx:
      return ["GatewayError", "Reset", "ConnectFailure", "RefusedStream"].contains(narrow)
        || code.map { (500...599).contains($0) } ?? false
    case .gatewayError:
      return ["Reset", "ConnectFailure", "RefusedStream"].contains(narrow)
        || code.map { (502...504).contains($0) } ?? false
    case .reset: return ["ConnectFailure", "RefusedStream"].contains(narrow)
    case .retriable4xx: return code == 409
    default: return false
    }
  }
}
