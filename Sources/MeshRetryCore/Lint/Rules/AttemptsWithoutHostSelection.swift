/// The number of attempts to find a host is used only where hosts are passed over.
enum AttemptsWithoutHostSelection: PolicyRule {
  static let text = RuleText(
    .attemptsWithoutHostSelection,
    why: """
      hostSelectionMaxAttempts says how often a host is picked anew when hostSelection passes one \
      over. Without a predicate about hosts nothing is passed over. Alone in an http section it does \
      not even count as content: Kuma then says that the section is empty.
      """,
    bad: """
      http:
        numRetries: 3
        hostSelectionMaxAttempts: 5
      """,
    good: """
      http:
        numRetries: 3
        hostSelection:
        - predicate: OmitPreviousHosts
        hostSelectionMaxAttempts: 5
      """,
    envoy: "retries choose among all hosts, the last one included (measured, 1.40)")

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections {
      guard let http = section.http, http.hostSelectionMaxAttempts != nil,
        (http.hostSelection ?? []).allSatisfy({ $0.predicate == "OmitPreviousPriorities" })
      else { continue }
      report.add(
        .attemptsWithoutHostSelection,
        "hostSelectionMaxAttempts has no effect: no predicate of hostSelection is about hosts",
        at: section.path("hostSelectionMaxAttempts"))
    }
  }
}
