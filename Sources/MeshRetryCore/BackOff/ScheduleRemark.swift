/// Something to say about a schedule.
public struct ScheduleRemark: Sendable, Hashable {
  /// An error is what Envoy refuses, a warning what has no effect, a note what is worth knowing.
  public let severity: Severity
  /// One sentence, no full stop.
  public let message: String
  /// The field of the conf's section; nil when it is about no field.
  public let field: Field?

  /// The fields of a section that there may be something to say about.
  public enum Field: String, Sendable, CaseIterable {
    case numRetries, perTryTimeout, backOff, rateLimitedBackOff, maxConnectAttempt
  }

  /// A remark of that severity.
  public init(_ severity: Severity, _ message: String, field: Field? = nil) {
    self.severity = severity
    self.message = message
    self.field = field
  }
}
