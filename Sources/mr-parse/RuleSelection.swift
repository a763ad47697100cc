import MeshRetryCore

/// The rules that were asked for on the command line.
struct RuleSelection: Sendable {
  private let only: Set<RuleCode>
  private let disabled: Set<RuleCode>

  /// Those of `--only` (all when none are named) without those of `--disable`.
  init(only: [RuleCode], disabled: [RuleCode]) {
    self.only = Set(only)
    self.disabled = Set(disabled)
  }

  func filter(_ findings: [Finding]) -> [Finding] {
    if only.isEmpty && disabled.isEmpty { return findings }
    return findings.filter { finding in
      if finding.isOfAnyRule { return true }
      return (only.isEmpty || only.contains(finding.code)) && !disabled.contains(finding.code)
    }
  }
}
