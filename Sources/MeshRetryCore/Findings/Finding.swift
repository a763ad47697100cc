import JSON

/// How bad a finding is.
public enum Severity: String, CaseIterable, Sendable, Comparable {
  /// Worth knowing; shown only when asked for.
  case note
  /// Accepted, but has no effect or another one than it says.
  case warning
  /// Kuma refuses it, Envoy refuses it, or it loads and then breaks Envoy.
  case error

  /// Milder before worse.
  public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// A place in a file.
public struct SourceLocation: Sendable, Hashable {
  /// The file's name as it is shown.
  public var file: String
  /// The characters meant.
  public var range: TextRange

  /// A place from a file's name and a range in it.
  public init(file: String, range: TextRange) {
    self.file = file
    self.range = range
  }

  /// `file:line:column`.
  public var text: String { "\(file):\(range.start.line):\(range.start.column)" }
}

/// Something that a tool has to say of its input.
///
/// What is said is here; how it is shown is the renderers' business (module Diagnostics).
public struct Finding: Sendable {
  /// What the rule is about; never used for another rule.
  public var code: RuleCode
  /// How bad it is.
  public var severity: Severity
  /// One sentence, lower case, no full stop.
  public var message: String
  /// Where the text stands; nil for what has no place.
  public var location: SourceLocation?
  /// Where the text was read, when that is not its place: a chart's template is named, what helm made of it
  /// was read.
  public var placeRead: SourceLocation?
  /// The path in the document as written: `spec.to[0].default.http.retryOn[0]`.
  public var path: String?
  /// The resource it is about.
  public var resource: ResourceName?
  /// What Kuma itself reports, in its words.
  public var kuma: KumaReport?
  /// Other places that belong to it, each with a sentence.
  public var related: [Related] = []
  /// What to write instead, in words.
  public var help: String?
  /// What to write instead, when there is exactly one right answer.
  public var fix: TextFix?
  /// Whether it stands for findings that were left out, of any rule.
  public var isOfAnyRule = false

  /// A finding; its severity is the rule's own unless given.
  public init(
    _ code: RuleCode, _ message: String, at location: SourceLocation?, severity: Severity? = nil,
    path: String? = nil, resource: ResourceName? = nil, kuma: KumaReport? = nil,
    help: String? = nil
  ) {
    self.code = code
    self.severity = severity ?? code.severity
    self.message = message
    self.location = location
    self.path = path
    self.resource = resource
    self.kuma = kuma
    self.help = help
  }

  /// A place that belongs to a finding.
  public struct Related: Sendable {
    /// Where.
    public var location: SourceLocation
    /// What about it.
    public var message: String

    /// A place with a sentence.
    public init(_ message: String, at location: SourceLocation) {
      self.location = location
      self.message = message
    }
  }

  /// The stages of Kuma's verdict, in their order; the first failing one decides.
  public enum Stage: String, CaseIterable, Sendable {
    case yaml, meta, type, schema, decode, validator, metadata
  }

  /// Kuma's own report: the exact field and text of the release.
  public struct KumaReport: Sendable, Equatable {
    /// The stage that refuses.
    public var stage: Stage
    /// The field as Kuma prints it, which may differ from the path in the document.
    public var field: String
    /// Kuma's text.
    public var message: String

    /// A report of that stage.
    public init(stage: Stage, field: String, message: String) {
      self.stage = stage
      self.field = field
      self.message = message
    }
  }
}

extension Finding {
  /// The order in which findings are shown: file, line, column, code.
  public static func precedes(_ a: Finding, _ b: Finding) -> Bool {
    guard let first = a.location, let second = b.location else { return a.location == nil }
    if first.file != second.file { return first.file < second.file }
    if first.range.start != second.range.start { return first.range.start < second.range.start }
    return a.code.rawValue < b.code.rawValue
  }
}

/// The type, mesh and name of a resource, as findings show them.
public struct ResourceName: Sendable, Hashable {
  /// Kuma's type: `MeshRetry`.
  public var type: String
  /// The mesh; nil for global types.
  public var mesh: String?
  /// The core name.
  public var name: String

  /// A name from its parts.
  public init(type: String, mesh: String?, name: String) {
    self.type = type
    self.mesh = mesh
    self.name = name
  }
}
