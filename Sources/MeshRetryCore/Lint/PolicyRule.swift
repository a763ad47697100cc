import JSON

/// A rule of this project's own about one MeshRetry that Kuma accepts.
protocol PolicyRule: Sendable {
  /// What there is to say about the rule.
  static var text: RuleText { get }
  /// Whether the rule looks at the keys of the document alone, and so also at one that Kuma refuses: there
  /// a key that nothing reads is often the reason.
  static var isAboutKeys: Bool { get }
  /// Adds what the rule finds in a policy; called only for releases for which the rule holds.
  static func check(_ policy: LintedPolicy, _ report: inout LintReport)
}

extension PolicyRule {
  static var isAboutKeys: Bool { false }
}

/// What rules have found in one policy.
struct LintReport {
  let policy: LintedPolicy
  private var list = BoundedList<Finding>()
  /// The worst of the findings that were left out.
  private var worstLeftOut = Severity.note
  private let cursor = ElementCursor()

  init(_ policy: LintedPolicy) { self.policy = policy }

  /// What was found, in the order of the rules.
  var findings: [Finding] { list.withLeftOut(severity: worstLeftOut) }

  /// Adds a finding at the place where the path leads.
  mutating func add(
    _ code: RuleCode, _ message: String, at path: FieldPath, severity: Severity? = nil,
    kuma: Finding.KumaReport? = nil, help: String? = nil, fix: String? = nil
  ) {
    var finding = Finding(
      code, message, path: path, in: policy.root, file: policy.file, resource: policy.name,
      kuma: kuma, cursor: cursor)
    if let severity { finding.severity = severity }
    finding.help = help
    finding.fix = fix.flatMap { TextFix(path.member(in: policy.root, cursor), new: $0) }
    take(finding)
  }

  /// Adds a finding about a member's key.
  mutating func add(
    _ code: RuleCode, _ message: String, atKey key: JSONNode, path: FieldPath, help: String? = nil,
    fix: String? = nil
  ) {
    var finding = Finding(
      code, message, at: SourceLocation(file: policy.file, range: key.range),
      path: path.description, resource: policy.name, help: help)
    finding.fix = fix.flatMap { TextFix(key, new: $0) }
    finding.noteAlias(of: key, in: policy.file)
    take(finding)
  }

  /// Whether findings are only counted from now on.
  var isFull: Bool { list.isFull }

  /// Counts a finding that need not be made.
  mutating func leaveOut(_ code: RuleCode) {
    list.omit()
    worstLeftOut = max(worstLeftOut, code.severity)
  }

  private mutating func take(_ finding: Finding) {
    let before = list.omitted
    list.append(finding)
    if list.omitted > before { worstLeftOut = max(worstLeftOut, finding.severity) }
  }
}
