/// Envoy wants something to compare with; Kuma takes an empty or absent value.
enum EmptyHeaderPattern: PolicyRule {
  static let text = RuleText(
    .emptyHeaderPattern,
    why: """
      A header match of type Prefix or RegularExpression needs a value. Kuma takes one without; \
      Envoy refuses the listener. To ask for the header alone, use type Present.
      """,
    bad: """
      http:
        numRetries: 3
        retriableRequestHeaders:
        - name: x-retry
          type: Prefix
      """,
    good: """
      http:
        numRetries: 3
        retriableRequestHeaders:
        - name: x-retry
          type: Present
      """,
    envoy: """
      refuses: StringMatcherValidationError.Prefix: value length must be at least 1 characters \
      (measured, 1.40)
      """)

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections {
      for (key, matches) in section.headerMatches {
        for (index, match) in matches.enumerated() where match.value.isEmpty {
          guard let type = match.type, type == "Prefix" || type == "RegularExpression" else {
            continue
          }
          report.add(
            .emptyHeaderPattern, "type \(type) with an empty value: Envoy refuses the listener",
            at: section.path(.key(key), .index(index), "value"),
            help: "give a value, or use type Present")
        }
      }
    }
  }
}
