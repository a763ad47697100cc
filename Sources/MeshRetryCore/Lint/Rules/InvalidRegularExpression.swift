/// Envoy compiles regular expressions with RE2, which lacks parts of Perl's; Kuma does not look at them.
enum InvalidRegularExpression: PolicyRule {
  static let text = RuleText(
    .regularExpression,
    why: """
      Envoy uses RE2: no look-around, no back-references, no repeat above 1000. Kuma passes the \
      expression on unseen, and Envoy refuses the listener. The check here knows RE2's syntax but is \
      not RE2: limits on the size of the compiled expression are not checked.
      """,
    bad: """
      http:
        numRetries: 3
        retriableRequestHeaders:
        - name: x-retry
          type: RegularExpression
          value: "(?!no).*"
      """,
    good: """
      http:
        numRetries: 3
        retriableRequestHeaders:
        - name: x-retry
          type: RegularExpression
          value: "yes|maybe"
      """,
    envoy: "refuses, for one: invalid perl operator: (?! (measured, 1.40)")

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections {
      for (key, matches) in section.headerMatches {
        for (index, match) in matches.enumerated() where match.type == "RegularExpression" {
          guard let problem = RE2Syntax.complaint(about: match.value) else { continue }
          report.add(
            .regularExpression, "RE2 refuses the regular expression: \(problem)",
            at: section.path(.key(key), .index(index), "value"))
        }
      }
    }
  }
}
