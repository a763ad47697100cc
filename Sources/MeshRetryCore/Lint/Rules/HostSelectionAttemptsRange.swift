/// Envoy narrows the number to 32 bits without a look at its sign; Kuma takes 64 bits.
enum HostSelectionAttemptsRange: PolicyRule {
  static let text = RuleText(
    .hostSelectionAttemptsRange,
    why: """
      Envoy keeps only the low 32 bits of hostSelectionMaxAttempts. A negative number becomes a huge \
      one, or with -1 no attempt at all: every retry then fails with 503 "no healthy upstream". \
      Nothing refuses it.
      """,
    bad: """
      http:
        numRetries: 3
        hostSelection:
        - predicate: OmitPreviousHosts
        hostSelectionMaxAttempts: -1
      """,
    good: """
      http:
        numRetries: 3
        hostSelection:
        - predicate: OmitPreviousHosts
        hostSelectionMaxAttempts: 5
      """,
    envoy: "loads it; every retry fails with 503 (measured, 1.40)")

  static func check(_ policy: LintedPolicy, _ report: inout LintReport) {
    for section in policy.sections {
      guard let attempts = section.http?.hostSelectionMaxAttempts else { continue }
      let path = section.path("hostSelectionMaxAttempts")
      // The low 32 bits are what Envoy keeps; all of them set are no attempt at all.
      let kept = UInt32(truncatingIfNeeded: attempts)
      if attempts < 0 || kept == .max {
        report.add(
          .hostSelectionAttemptsRange,
          "hostSelectionMaxAttempts \(attempts): Envoy loads it, and retries end in 503", at: path)
      } else if attempts > UInt32.max {
        report.add(
          .hostSelectionAttemptsRange,
          "hostSelectionMaxAttempts \(attempts): Envoy keeps the low 32 bits, "
            + "\(kept)",
          at: path, severity: .warning)
      }
    }
  }
}
