/// The schema of MeshRetry for every release: one table.
///
/// Source: Kuma's CRD and universal schema, 2.2 to 2.14.
enum MeshRetrySchema {
  /// The universal resource. The Kubernetes one has the same `spec`.
  static let universal = Schema.object([
    .init(
      "type", .string(.init(values: ["MeshRetry"])), required: .since(.universalEnvelopeRequired)),
    .init("mesh", .string(), hasDefault: .since(.universalSchemaDefaults)),
    .init("name", .string(), required: .since(.universalEnvelopeRequired)),
    .init("labels", .map(.string()), since: .universalLabels),
    .init("kri", .string(), since: .universalKRI),
    .init("creationTime", .string(.init(isTime: true)), since: .universalLabels),
    .init("modificationTime", .string(.init(isTime: true)), since: .universalLabels),
    .init("spec", spec, required: .since(.universalEnvelopeRequired)),
  ])

  /// What is under `spec`.
  static let spec = Schema.object([
    .init("targetRef", targetRef, required: .until(.targetRefOptional)),
    .init(
      "to",
      .array(
        .object([
          .init("targetRef", targetRef, required: .always),
          .init("default", conf),
        ]))),
  ])

  /// Kinds in the order in which messages list them.
  static let targetKinds: [Schema.Value] = [
    "Mesh", "MeshSubset", .init("MeshGateway", since: .meshGatewayInEnum), "MeshService",
    .init("MeshExternalService", since: .meshExternalServiceInEnum),
    .init("MeshMultiZoneService", since: .meshMultiZoneServiceInEnum), "MeshServiceSubset",
    .init("MeshGatewayRoute", since: .meshGatewayRouteInEnum),
    .init("MeshHTTPRoute", since: .meshHTTPRouteInEnum),
    .init("Dataplane", since: .dataplaneInEnum),
  ]

  private static let targetRef = Schema.object([
    .init("kind", .string(.init(values: targetKinds)), required: .since(.targetRefKindRequired)),
    .init("name", .string()),
    .init("mesh", .string()),
    .init("tags", .map(.string())),
    .init(
      "proxyTypes",
      .array(
        .string(.init(values: ["Sidecar", "Gateway"])), minItems: .proxyTypesNotEmptyInSchema),
      since: .proxyTypes),
    .init("labels", .map(.string()), since: .targetRefSelectors),
    .init("namespace", .string(), since: .targetRefSelectors),
    .init("sectionName", .string(), since: .targetRefSelectors),
  ])

  private static let conf = Schema.object([
    .init("tcp", .object([.init("maxConnectAttempt", .integer(.int32))])),
    .init("http", http),
    .init("grpc", grpc),
  ])

  private static let http = Schema.object([
    .init("numRetries", .integer(.int32)),
    .init("perTryTimeout", .string()),
    .init("backOff", backOff),
    .init("rateLimitedBackOff", rateLimitedBackOff),
    .init("retryOn", .array(.string())),
    .init("retriableResponseHeaders", .array(headerMatch)),
    .init("retriableRequestHeaders", .array(headerMatch)),
    .init(
      "hostSelection",
      .array(
        .object([
          .init(
            "predicate",
            .string(
              .init(
                values: ["OmitPreviousHosts", "OmitHostsWithTags", "OmitPreviousPriorities"],
                valuesSince: .predicateEnum)), required: .always),
          .init("tags", .map(.string())),
          .init(
            "updateFrequency", .integer(.int32), hasDefault: .since(.updateFrequencyDefault)),
        ]))),
    .init("hostSelectionMaxAttempts", .integer(.int64)),
  ])

  private static let grpc = Schema.object([
    .init("numRetries", .integer(.int32)),
    .init("perTryTimeout", .string()),
    .init("backOff", backOff),
    .init("rateLimitedBackOff", rateLimitedBackOff),
    .init(
      "retryOn",
      .array(
        .string(
          .init(
            values: GRPCRetryOn.allCases.map { .init($0.rawValue) },
            valuesSince: .grpcRetryOnEnum)))),
  ])

  private static let backOff = Schema.object([
    .init("baseInterval", .string(), hasDefault: .since(.backOffSchemaDefaults)),
    .init("maxInterval", .string()),
  ])

  private static let rateLimitedBackOff = Schema.object([
    .init("maxInterval", .string(), hasDefault: .since(.backOffSchemaDefaults)),
    .init(
      "resetHeaders",
      .array(
        .object([
          .init("name", .string(.init(isHeaderName: true)), required: .always),
          .init(
            "format", .string(.init(values: ["Seconds", "UnixTimestamp"])), required: .always),
        ]))),
  ])

  private static let headerMatch = Schema.object([
    .init("name", .string(.init(isHeaderName: true)), required: .always),
    .init(
      "type",
      .string(
        .init(values: ["Exact", "Present", "RegularExpression", "Absent", "Prefix"])),
      hasDefault: .always),
    .init("value", .string()),
  ])
}
