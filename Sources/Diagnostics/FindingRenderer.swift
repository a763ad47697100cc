import MeshRetryCore

/// Turns findings into text, one form of report each.
public protocol FindingRenderer {
  /// What stands before the first finding.
  mutating func begin() -> String
  /// Takes notice of a resource that was looked at, with or without findings.
  mutating func looked(at resource: ResourceName, in file: String)
  /// One finding.
  mutating func render(_ finding: Finding) -> String
  /// What stands after the last finding.
  mutating func end() -> String
}

extension FindingRenderer {
  /// Nothing.
  public mutating func begin() -> String { "" }
  /// Nothing.
  public mutating func looked(at resource: ResourceName, in file: String) {}
  /// Nothing.
  public mutating func end() -> String { "" }
}

/// The forms of a report.
public enum ReportFormat: String, CaseIterable, Sendable {
  case text, json, sarif, github, junit
}
