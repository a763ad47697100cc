/// Something to say about a schedule.
public struct ScheduleRemark: Sendable, Hashable {
  /// An error is what Envoy refuses, a warning what has no effect, a note what is worth knowing.
  public let severity: Severity
  /// One sentence, no full stop.
  public let message: String
  /// The field of the conf: `http.backOff`; nil when it is about no field.
  public let field: String?

  /// A remark of that severity.
  public init(_ severity: Severity, _ message: String, field: String? = nil) {
    self.severity = severity
    self.message = message
    self.field = field
  }
}
