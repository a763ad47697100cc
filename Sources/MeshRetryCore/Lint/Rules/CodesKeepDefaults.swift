/// A list of status codes only adds to the default conditions; it does not replace them.
enum CodesKeepDefaults: PolicyRule {
  static let text = RuleText(
    .codesKeepDefaults,
    why: """
      When retryOn has no word that is a condition, Kuma keeps the default conditions \
      (gateway-error, connect-failure, refused-stream) and adds the codes to them. So ["429"] also \
      retries 502, 503, 504, resets and failed connections. Name a condition to replace the defaults.
      """,
    bad: """
      http:
        retryOn:
        - "429"
      """,
    good: """
      http:
        retryOn:
        - "429"
        - ConnectFailure
      """,
    envoy:
      "503 is retried with [\"429\"], and is not with [\"429\", ConnectFailure] (measured, 1.40)")

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections {
      let forms = section.retryOnForms
      guard forms.conditions.isEmpty, !forms.codes.isEmpty else { continue }
      report.add(
        .codesKeepDefaults,
        "status codes alone keep the default conditions: failed connections, resets, 502, 503 and "
          + "504 are retried too",
        at: section.path("retryOn"),
        help: "add a condition such as ConnectFailure to replace the defaults")
    }
  }
}
