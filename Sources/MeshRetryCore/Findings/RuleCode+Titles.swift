extension RuleCode {
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
    case .unquotedStatusCode: "a status code in retryOn without quotes"
    case .unknownStatusCode: "a status code in retryOn that Kuma does not know"
    case .emptySection: "a section with nothing in it"
    case .headerName: "a header name with characters that the schema refuses"
    case .resourceName: "a name or mesh with characters that the release refuses"
    case .invalidValue: "a value that the validator refuses"
    case .unreadableDocument: "a document that cannot be turned into JSON"
    case .notAResource: "a document that is no Kuma or Kubernetes resource"
    case .emptyResetHeaders: "resetHeaders is empty: Envoy refuses it"
    case .backOffWithoutBase: "a backOff without baseInterval: Envoy refuses it"
    case .maximumBelowBase: "maxInterval is shorter than baseInterval: Envoy refuses it"
    case .intervalNotPositive: "a back-off interval that is not positive: Envoy refuses it"
    case .negativePerTryTimeout: "a negative perTryTimeout: Envoy refuses it"
    case .emptyHeaderPattern: "an empty prefix or regular expression: Envoy refuses it"
    case .regularExpression: "a regular expression that RE2 refuses"
    case .zeroConnectAttempts: "maxConnectAttempt 0: Envoy refuses it"
    case .priorityUpdateFrequency:
      "OmitPreviousPriorities twice or without a positive updateFrequency"
    case .hostSelectionAttemptsRange: "hostSelectionMaxAttempts that Envoy cannot hold"
    case .durationTooLong: "a duration beyond Envoy's clock: Envoy refuses it"
    case .subMillisecond: "a duration with parts below a millisecond"
    case .codesKeepDefaults: "status codes alone keep the default conditions"
    case .methodsOnly: "methods alone limit the default conditions"
    case .deadResponseHeaders: "retriableResponseHeaders has no effect"
    case .requestMatchersAreAlternatives: "methods and request headers are alternatives"
    case .redundantItem: "a retryOn item that another one covers"
    case .attemptsWithoutHostSelection: "hostSelectionMaxAttempts without hostSelection"
    case .tcpClearsHTTPRetries: "a policy with tcp only clears the retries of http services"
    case .protocolWithoutRetries: "a service whose protocol gets no retries"
    case .sectionForOtherProtocol: "a section for another protocol than the service's"
    case .targetsNothing: "a targetRef that nothing in the input answers to"
    case .fullyShadowed: "a policy none of whose fields is ever in force"
    case .kubernetesPlacement: "namespace and mesh of a Kubernetes MeshRetry"
    case .serviceNameStyle: "a service name in the other environment's style"
    case .grpcCanceled: "gRPC Canceled has no effect"
    case .signedStatusCode: "a status code with a sign is lost on the way to Envoy"
    case .fromHasNoEffect: "MeshRetry has no 'from'"
    case .legacyRetry: "a legacy Retry beside MeshRetry"
    case .perTryTimeoutTooLong: "perTryTimeout is not below the request timeout"
    case .nonIdempotentMethods: "requests of every method are retried"
    case .retriesNotAttempts: "numRetries counts retries, not attempts"
    case .grpcListDropsConnectionFailures: "an explicit gRPC list drops connection failures"
    case .longWaitsAreSkipped: "waits above maxInterval are skipped, not cut"
    case .zeroPerTryTimeout: "perTryTimeout 0 is no limit"
    case .deprecatedKind: "a targetRef kind that the release calls deprecated"
    case .yamlSurprise: "YAML 1.1 reads the word as something else"
    case .splitterDifference: "Kuma or kubectl splits the file otherwise"
    case .unknownDataplane: "a Dataplane that is not in the input"
    case .unresolvedReference: "a reference to a resource that is not in the input"
    case .matchingFailed: "rules that could not be built"
    case .duplicateResource: "two resources of one type, mesh and name"
    case .missingMesh: "the Mesh of a Dataplane is not in the input"
    case .otherMesh: "a policy in a mesh without Dataplanes"
    case .failedExpectation: "a MeshRetryExpectation that does not come true"
    case .badExpectation: "a MeshRetryExpectation that cannot be read"
    case .defaultRetry: "a legacy Retry of the control plane is in force beside MeshRetry"
    case .unknownPolicy: "a policy that is not in the input"
    case .envoyRefuses: "a configuration that Envoy refuses to load"
    case .envoyIgnores: "a setting that has no effect in Envoy"
    case .envoyBreaks: "a setting that Envoy loads and then fails on"
    case .retriesMoreThanWritten: "a policy that retries more than it says"
    case .notApplied: "a policy with no place in the configuration given"
    case .unusedSuppression: "a suppression that suppresses nothing"
    case .convertedNames: "names that mean something else in the other form"
    case .meshTooLarge: "more proxies and services than are compared with policies"
    }
  }

  /// How bad a finding of the rule is when nothing else is said.
  public var severity: Severity {
    switch self {
    case .duplicateKey, .unknownKey, .subMillisecond, .codesKeepDefaults, .methodsOnly,
      .deadResponseHeaders, .requestMatchersAreAlternatives, .attemptsWithoutHostSelection,
      .tcpClearsHTTPRetries, .protocolWithoutRetries, .sectionForOtherProtocol, .targetsNothing,
      .fullyShadowed, .serviceNameStyle, .grpcCanceled, .signedStatusCode, .fromHasNoEffect,
      .legacyRetry, .perTryTimeoutTooLong, .deprecatedKind, .yamlSurprise, .splitterDifference,
      .unresolvedReference, .matchingFailed, .duplicateResource, .missingMesh, .otherMesh,
      .envoyIgnores,
      .retriesMoreThanWritten, .notApplied, .meshTooLarge:
      .warning
    case .redundantItem, .kubernetesPlacement, .nonIdempotentMethods, .retriesNotAttempts,
      .grpcListDropsConnectionFailures, .longWaitsAreSkipped, .zeroPerTryTimeout,
      .defaultRetry, .unusedSuppression, .convertedNames:
      .note
    default: .error
    }
  }
}
