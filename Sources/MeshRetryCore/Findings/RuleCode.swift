/// The codes of all rules. A code keeps its meaning for ever and is never given to another rule.
public enum RuleCode: String, CaseIterable, Sendable {
  case syntax = "MR001"
  case duplicateKey = "MR002"
  case unknownKey = "MR003"
  case wrongType = "MR004"
  case badDuration = "MR005"
  case numberOutOfRange = "MR006"
  case missingField = "MR007"
  case valueNotAllowed = "MR008"
  case envelope = "MR009"
  case targetRefKind = "MR010"
  case targetRefField = "MR011"
  case unknownRetryOn = "MR012"
  case emptySection = "MR015"
  case resourceName = "MR024"
  case invalidValue = "MR025"
  case unreadableDocument = "MR026"
  case notAResource = "MR027"

  case unknownDataplane = "MR060"
  case unresolvedReference = "MR061"
  case matchingFailed = "MR062"
  case duplicateResource = "MR063"
  case missingMesh = "MR064"
  case otherMesh = "MR065"
  case failedExpectation = "MR066"
  case badExpectation = "MR067"
  case legacyRetry = "MR068"
  case unknownPolicy = "MR069"

  case envoyRefuses = "MR080"
  case envoyIgnores = "MR081"
  case envoyBreaks = "MR082"
  case retriesMoreThanWritten = "MR083"
  case notApplied = "MR084"

  /// What the rule is about, for lists.
  public var title: String {
    switch self {
    case .syntax: "the text is not YAML (or not JSON)"
    case .duplicateKey: "a key is given twice"
    case .unknownKey: "a key that nothing reads"
    case .wrongType: "a value of another type than the schema's"
    case .badDuration: "a text that is no duration"
    case .numberOutOfRange: "a number that the field cannot hold"
    case .missingField: "a required field is missing"
    case .valueNotAllowed: "a value outside the schema's enumeration, pattern or length"
    case .envelope: "type, apiVersion, kind or metadata are not those of a resource"
    case .targetRefKind: "a targetRef kind that the release does not accept here"
    case .targetRefField: "a targetRef field that does not go with the kind"
    case .unknownRetryOn: "a retryOn item that the release does not know"
    case .emptySection: "a section with nothing in it"
    case .resourceName: "a name or mesh with characters that the release refuses"
    case .invalidValue: "a value that the validator refuses"
    case .unreadableDocument: "a document that cannot be turned into JSON"
    case .notAResource: "a document that is no Kuma or Kubernetes resource"
    case .unknownDataplane: "a Dataplane that is not in the input"
    case .unresolvedReference: "a reference to a resource that is not in the input"
    case .matchingFailed: "rules that could not be built"
    case .duplicateResource: "two resources of one type, mesh and name"
    case .missingMesh: "the Mesh of a Dataplane is not in the input"
    case .otherMesh: "a policy in a mesh without Dataplanes"
    case .failedExpectation: "a MeshRetryExpectation that does not come true"
    case .badExpectation: "a MeshRetryExpectation that cannot be read"
    case .unknownPolicy: "a policy that is not in the input"
    case .legacyRetry: "a legacy Retry of the control plane is in force beside MeshRetry"
    case .envoyRefuses: "a configuration that Envoy refuses to load"
    case .envoyIgnores: "a setting that has no effect in Envoy"
    case .envoyBreaks: "a setting that Envoy loads and then fails on"
    case .retriesMoreThanWritten: "a policy that retries more than it says"
    case .notApplied: "a policy with no place in the configuration given"
    }
  }

  /// How bad a finding of the rule is when nothing else is said.
  public var severity: Severity {
    switch self {
    case .legacyRetry: .note
    case .duplicateKey, .unknownKey, .unresolvedReference, .matchingFailed, .duplicateResource,
      .missingMesh, .otherMesh,
      .envoyIgnores, .retriesMoreThanWritten, .notApplied:
      .warning
    default: .error
    }
  }
}
