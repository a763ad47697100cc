/// What there is to say about a rule: the text of `--explain`, of the list of rules and of the
/// generated documentation. The examples are tests, too: the bad one has the finding, the good one not.
public struct RuleText: Sendable {
  /// The rule's code, which brings title and severity.
  public var code: RuleCode
  /// Why it matters and what to do, in full sentences.
  public var why: String
  /// Something that the rule finds; nil where no document can show it.
  public var bad: Example?
  /// The same thing done right.
  public var good: Example?
  /// The releases for which the rule holds.
  public var releases: ReleaseSpan
  /// What Envoy does, as far as the rule is about it, and how that is known.
  public var envoy: String?

  init(
    _ code: RuleCode, why: String, bad: Example? = nil, good: Example? = nil,
    releases: ReleaseSpan = .all, envoy: String? = nil
  ) {
    self.code = code
    self.why = why
    self.bad = bad
    self.good = good
    self.releases = releases
    self.envoy = envoy
  }

  /// An example, as YAML.
  public enum Example: Sendable, ExpressibleByStringLiteral {
    /// What stands under `default` of a policy from web to backend.
    case conf(String)
    /// The whole input.
    case input(String)

    /// An input of several documents.
    static func inputs(_ documents: String...) -> Example {
      .input(documents.joined(separator: "\n---\n"))
    }

    /// A conf.
    public init(stringLiteral text: String) { self = .conf(text) }

    /// The example as it is shown.
    public var text: String {
      switch self {
      case .conf(let text), .input(let text): text
      }
    }

    /// The example as a whole input.
    public var input: String {
      switch self {
      case .input(let text): return text + "\n"
      case .conf(let text):
        let lines = text.split(separator: "\n").map { "        \($0)\n" }.joined()
        return """
          type: MeshRetry
          mesh: default
          name: example
          spec:
            targetRef:
              kind: Mesh
            to:
            - targetRef:
                kind: MeshService
                name: backend
              default:

          """ + lines
      }
    }
  }
}

/// The releases for which something holds, by the behaviour that brings or ends it.
public enum ReleaseSpan: Sendable {
  /// Every release.
  case all
  /// Those with the behaviour.
  case having(Behaviour)
  /// Those without it.
  case lacking(Behaviour)

  /// Whether a release is among them.
  public func contains(_ release: Release) -> Bool {
    switch self {
    case .all: true
    case .having(let behaviour): release.has(behaviour)
    case .lacking(let behaviour): !release.has(behaviour)
    }
  }

  /// `2.3 to 2.6`, `2.9`, `all`.
  public var text: String {
    let lines = Release.newestPatches.filter(contains).map(\.line)
    guard let first = lines.first, let last = lines.last else { return "none" }
    if lines.count == Release.newestPatches.count { return "all" }
    return first == last ? first : "\(first) to \(last)"
  }
}
