import JSON

/// All rules: the one list of them.
public enum RuleCatalogue {
  /// The rules about one policy, in the order in which they run.
  static let policyRules: [any PolicyRule.Type] = [
    UnknownKey.self, FromHasNoEffect.self, KubernetesPlacement.self, DeprecatedKind.self,
    BackOffWithoutBase.self, IntervalNotPositive.self, MaximumBelowBase.self,
    NegativePerTryTimeout.self, DurationTooLong.self, ZeroPerTryTimeout.self, SubMillisecond.self,
    EmptyResetHeaders.self, LongWaitsAreSkipped.self, EmptyHeaderPattern.self,
    InvalidRegularExpression.self, DeadResponseHeaders.self, RequestMatchersAreAlternatives.self,
    CodesKeepDefaults.self, MethodsOnly.self, SignedStatusCode.self, RedundantItem.self,
    NonIdempotentMethods.self, HostSelectionAttemptsRange.self,
    AttemptsWithoutHostSelection.self, GRPCCanceled.self, GRPCListDropsConnectionFailures.self,
    RetriesNotAttempts.self, ZeroConnectAttempts.self, TCPClearsHTTPRetries.self,
  ]

  /// What there is to say about every rule that mr-parse has, by code.
  public static let texts: [RuleText] =
    (policyRules.map { $0.text } + MeshRules.texts + KumaRuleTexts.all + TextRuleTexts.all)
    .sorted { $0.code.rawValue < $1.code.rawValue }

  /// What there is to say about a rule; nil for one of another tool.
  public static func text(_ code: RuleCode) -> RuleText? { texts.first { $0.code == code } }
}

/// Runs the rules that hold for a release over policies that Kuma accepts.
public struct Linter: Sendable {
  let release: Release
  private let rules: [any PolicyRule.Type]

  /// A linter for that release; without the rules that only have notes, unless they are wanted.
  public init(release: Release, notes: Bool = true) {
    self.release = release
    rules = RuleCatalogue.policyRules.filter { rule in
      rule.text.releases.contains(release) && (notes || rule.text.code.severity > .note)
    }
  }

  /// What the rules find in a policy; in one that Kuma does not accept only those about its keys.
  public func check(
    _ verdict: PolicyVerdict, _ root: JSONNode, form: ResourceForm, file: String
  ) -> [Finding] {
    if verdict.spec == nil && !verdict.hasUnknownKeys && form == .universal { return [] }
    let policy = LintedPolicy(
      root, form: form, spec: verdict.spec ?? MeshRetrySpec(), name: verdict.name, file: file,
      release: release,
      hasUnknownKeys: verdict.hasUnknownKeys)
    var report = LintReport(policy)
    for rule in rules where verdict.spec != nil || rule.isAboutKeys {
      rule.check(policy, &report)
    }
    return report.findings
  }
}
