import JSON

/// What Kuma says of a MeshRetry document: the first stage that refuses it, with all its errors; or the
/// decoded policy.
public struct PolicyVerdict: Sendable {
  /// Errors, none when Kuma accepts the document.
  public var findings: [Finding] = []
  /// The decoded spec, when Kuma accepts the document.
  public var spec: MeshRetrySpec?
  /// Whether the document has keys that the schema does not know.
  var hasUnknownKeys = false
  /// The name of the resource, as far as it is known.
  public var name: ResourceName

  /// Whether Kuma accepts the document.
  public var isAccepted: Bool { findings.isEmpty }
}
