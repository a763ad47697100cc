extension Release {
  /// The newest patch of each line: what `2.9` means.
  public static let newestPatches = [
    Release(2, 2, 5), Release(2, 3, 7), Release(2, 4, 4), Release(2, 5, 11), Release(2, 6, 15),
    Release(2, 7, 29), Release(2, 8, 8), Release(2, 9, 19), Release(2, 10, 11),
    Release(2, 11, 18), Release(2, 12, 14), Release(2, 13, 10), Release(2, 14, 3),
  ]

  /// The release of the documentation that this project follows.
  public static let documented = Release(2, 3, 7)
}

extension Behaviour {
  /// The row of the table.
  public var change: BehaviourChange {
    switch self {
    case .meshGatewayRouteInEnum:
      since(
        [Release(2, 2, 0)], until: [Release(2, 3, 0)],
        "targetRef kinds of the schema: MeshGatewayRoute")
    case .meshHTTPRouteInEnum:
      since([Release(2, 3, 0)], "targetRef kinds of the schema: MeshHTTPRoute")
    case .meshGatewayInEnum:
      since([Release(2, 4, 0)], "targetRef kinds of the schema: MeshGateway")
    case .meshExternalServiceInEnum:
      since([Release(2, 8, 0)], "targetRef kinds of the schema: MeshExternalService")
    case .meshMultiZoneServiceInEnum:
      since([Release(2, 9, 0)], "targetRef kinds of the schema: MeshMultiZoneService")
    case .dataplaneInEnum:
      since([Release(2, 10, 0)], "targetRef kinds of the schema: Dataplane")
    case .schemaRootIsObject:
      since([Release(2, 3, 0)], "the schema says that a universal resource is an object")
    case .proxyTypes:
      since([Release(2, 6, 0)], "targetRef.proxyTypes is known")
    case .proxyTypesNotEmptyInSchema:
      since(
        [Release(2, 6, 0)], until: [Release(2, 10, 0)],
        "the schema wants at least one of proxyTypes")
    case .targetRefSelectors:
      since(
        [Release(2, 8, 0)],
        "targetRef.labels, namespace and sectionName are known to the schema")
    case .targetRefOptional:
      since([Release(2, 9, 0)], "spec.targetRef may be absent and means the whole mesh")
    case .targetRefKindRequired:
      since([Release(2, 10, 0)], "the schema requires targetRef.kind")
    case .universalEnvelopeRequired:
      since([Release(2, 8, 0)], "the schema requires type, name and spec of a universal resource")
    case .universalLabels:
      since([Release(2, 8, 0)], "universal resources have labels")
    case .universalKRI:
      since([Release(2, 13, 0)], "universal resources may carry a kri")
    case .universalSchemaDefaults:
      since([Release(2, 10, 0)], "schema defaults are filled in for universal resources")
    case .backOffSchemaDefaults:
      since(
        [Release(2, 6, 0)], until: [Release(2, 10, 0)],
        "schema defaults on Kubernetes: backOff.baseInterval 25ms, rateLimitedBackOff.maxInterval 300s"
      )
    case .updateFrequencyDefault:
      since([Release(2, 6, 0)], "schema default: hostSelection[].updateFrequency 2")
    case .predicateEnum:
      since([Release(2, 6, 0)], "the schema lists the host predicates")
    case .grpcRetryOnEnum:
      since([Release(2, 6, 0)], "the schema lists the items of grpc.retryOn")
    case .integerFormatChecked:
      since([Release(2, 14, 0)], "the schema checks the range of int32 and int64")
    case .lengthsInBytes:
      since([Release(2, 10, 0)], "the API server of the time words a length limit in bytes")

    case .hardenedTargetRefs:
      since([Release(2, 5, 0)], "names and tags of targetRefs are checked, with other words")
    case .dotInServiceName:
      since([Release(2, 6, 0)], "the name of a MeshService targetRef may have a dot")
    case .selectorsInTargetRefs:
      since(
        [Release(2, 8, 0)],
        "the validator looks at labels, namespace and sectionName of targetRefs")
    case .kindNamedInError:
      since([Release(2, 13, 0)], "the message about an unsupported kind names it")
    case .nameOrLabelsWording:
      since([Release(2, 14, 0)], "a missing name is reported on the targetRef itself")
    case .emptyToAllowed:
      since([Release(2, 14, 0)], "spec.to may be empty or absent")
    case .maxConnectAttemptPositive:
      since([Release(2, 8, 0)], "tcp.maxConnectAttempt 0 is refused")
    case .topLevelMeshGateway:
      since([Release(2, 4, 0)], "spec.targetRef may be a MeshGateway")
    case .topLevelMeshHTTPRoute:
      since([Release(2, 7, 0)], "spec.targetRef may be a MeshHTTPRoute")
    case .topLevelDataplane:
      since([Release(2, 10, 0)], "spec.targetRef may be a Dataplane")
    case .policyRoles:
      since(
        [Release(2, 8, 0)],
        "policies outside the system namespace have fewer kinds for spec.targetRef")
    case .toRealResources:
      since([Release(2, 9, 0)], "spec.to may name MeshExternalService and MeshMultiZoneService")
    case .toMeshHTTPRoute:
      since([Release(2, 11, 0)], "spec.to may name a MeshHTTPRoute")
    case .proxyTypesNotEmptyInValidator:
      since([Release(2, 10, 0)], "the validator wants at least one of proxyTypes")
    case .wildcardTagValues:
      since([Release(2, 10, 0)], "tags of MeshServiceSubset and MeshGateway may be \"*\"")
    case .sectionNameWithLabelsRefused:
      since(
        [Release(2, 8, 0)], until: [Release(2, 10, 0)],
        "sectionName and labels exclude each other")
    case .meshHTTPRouteSectionNameRefused:
      since([Release(2, 11, 0)], "sectionName of a MeshHTTPRoute is refused")
    case .deprecatedMeshService:
      since([Release(2, 9, 0)], "spec.targetRef MeshService is deprecated")
    case .deprecatedMeshSubset:
      since([Release(2, 10, 0)], "spec.targetRef MeshSubset is deprecated")
    case .deprecatedServiceSubset:
      since([Release(2, 11, 0)], "spec.targetRef MeshServiceSubset is deprecated")
    case .deprecationNamesKind:
      since([Release(2, 13, 0)], "the deprecation warning names the kind that was used")
    case .deprecatedMeshHTTPRoute:
      since([Release(2, 13, 0)], "spec.targetRef MeshHTTPRoute is deprecated")

    case .hostnameLikeNames:
      since([Release(2, 5, 0)], "resource names follow RFC 1123 and have at most 253 characters")
    case .strictNamesInClient:
      since([Release(2, 10, 0)], "kumactl checks names as strictly as the control plane")
    case .decodeErrorsInQuotes:
      since([Release(2, 4, 0)], "decoding errors stand in quotes")
    case .decodeErrorsEscaped:
      since([Release(2, 6, 0)], "decoding errors stand in Go's double quotes")
    case .doubledSpecInWebhook:
      since(
        [Release(2, 2, 0)], until: [Release(2, 8, 0)],
        "the webhook's paths begin with spec.spec")
    case .systemNamespaceOnly:
      since(
        [Release(2, 2, 0)], until: [Release(2, 8, 0)],
        "policies may only stand in the system namespace")
    case .goesOnAfterBadDocument:
      since([Release(2, 12, 0)], "kumactl reports every document of a file")
    case .commentLineDropped:
      since(
        [Release(2, 9, 0)],
        "a comment of one line between separators is dropped, before an empty document")
    case .kubectlGoesOnWithYAML:
      since(
        [Release(2, 7, 21), Release(2, 9, 11), Release(2, 10, 3), Release(2, 11, 0)],
        "kubectl of the time (apimachinery 0.33, which the release is built with) goes on with YAML "
          + "after JSON")

    case .selectMeshGateway:
      since([Release(2, 4, 0)], "policies select built-in gateways by name")
    case .gatewayOfEveryProxy:
      since(
        [Release(2, 5, 0)],
        "a MeshGateway is looked up for every proxy, not only for built-in gateways")
    case .meshGatewayMergedTags:
      since(
        [Release(2, 6, 0)],
        "gateway listeners are selected by the tags of gateway and listener")
    case .warningsForReferences:
      since([Release(2, 5, 0)], "a reference that does not resolve is a warning of the proxy")
    case .hashedReferenceNames:
      since(
        [Release(2, 5, 0)], until: [Release(2, 7, 0)],
        "references also find resources by their synchronised, hashed name")
    case .displayNameReferences:
      since([Release(2, 7, 0)], "references find resources by display name")
    case .delegatedGateways:
      since([Release(2, 6, 0)], "policies select delegated gateways; proxyTypes counts")
    case .shadowPolicies:
      since([Release(2, 7, 0)], "policies with kuma.io/effect: shadow are left out")
    case .zoneAndNamespaceFilter:
      since([Release(2, 9, 0)], "policies select proxies of their zone and namespace only")
    case .selectDataplane:
      since([Release(2, 10, 0)], "kind Dataplane selects by name, labels and section")
    case .sectionNameByPort:
      since([Release(2, 12, 0)], "kind Dataplane finds an unnamed inbound by its port")
    case .dataplaneSelectsDelegated:
      since(
        [Release(2, 12, 8), Release(2, 13, 3), Release(2, 14, 0)],
        "kind Dataplane selects delegated gateways")
    case .ignoredInboundsSkipped:
      since(
        [Release(2, 5, 1)],
        until: [
          Release(2, 7, 25), Release(2, 9, 15), Release(2, 11, 13), Release(2, 12, 10),
          Release(2, 13, 5), Release(2, 14, 0),
        ],
        "inbounds in state Ignored select nothing")
    case .ignoredInboundsSkippedForDataplane:
      since(
        [Release(2, 10, 0)],
        until: [Release(2, 11, 16), Release(2, 12, 10), Release(2, 13, 5), Release(2, 14, 0)],
        "kind Dataplane passes over inbounds in state Ignored")
    case .embeddedListeners:
      since([Release(2, 14, 0)], "embedded zone-proxy listeners count as inbounds")
    case .meshGatewayOrderedEarly:
      since([Release(2, 4, 0)], "order of kinds: MeshGateway before MeshService")
    case .dataplaneOrderedEarly:
      since([Release(2, 10, 0)], "order of kinds: Dataplane after Mesh")
    case .nameOrderDescending:
      since([Release(2, 6, 0)], "of equal policies the one with the smaller display name wins")
    case .originInOrder:
      since([Release(2, 6, 0)], "policies of a zone win over those of the global control plane")
    case .rolesInOrder:
      since([Release(2, 8, 0)], "the policy role decides before the name")
    case .producerRoles:
      since([Release(2, 9, 0)], "roles: system, producer, consumer, workload-owner")
    case .systemRoleUnknownLast:
      since([Release(2, 9, 0)], "a role that is not known comes before system")
    case .readinessByState:
      since(
        [Release(2, 6, 0)],
        "endpoints whose inbound state is not Ready do not count for the protocol")

    case .connectedComponents:
      since([Release(2, 3, 0)], "rules are built for each group of connected items")
    case .cliques:
      since(
        [
          Release(2, 7, 21), Release(2, 9, 11), Release(2, 10, 10), Release(2, 11, 9),
          Release(2, 12, 6), Release(2, 13, 1), Release(2, 14, 0),
        ],
        until: [],
        "rules are built for each clique of items")
    case .radixIterator:
      since(
        [
          Release(2, 7, 20), Release(2, 9, 11), Release(2, 10, 9), Release(2, 11, 8),
          Release(2, 12, 4), Release(2, 13, 0),
        ],
        until: [],
        "combinations of tags are counted key by key")
    case .rulesWithoutNegation:
      since(
        [
          Release(2, 7, 13), Release(2, 8, 8), Release(2, 9, 5), Release(2, 10, 1),
          Release(2, 11, 0),
        ],
        until: [],
        "rules of one tag key have no negations")
    case .intersectionOfSharedKeys:
      since(
        [
          Release(2, 6, 15), Release(2, 7, 11), Release(2, 8, 6), Release(2, 9, 3),
          Release(2, 10, 0),
        ],
        until: [],
        "items with different keys do not exclude each other")
    case .lookupByElement:
      since(
        [
          Release(2, 6, 15), Release(2, 7, 11), Release(2, 8, 6), Release(2, 9, 3),
          Release(2, 10, 0),
        ],
        until: [],
        "a rule is found by element, not by subset")
    case .originInMergeOrder:
      since([Release(2, 9, 0)], "origins are listed in merge order, before by name")
    case .routeMatchSubsets:
      since([Release(2, 7, 0)], "rules of a route to the whole mesh hang on the route's hash alone")
    case .topLevelRouteMatches:
      since([Release(2, 3, 0)], "a policy of kind MeshHTTPRoute selects the proxies of its route")
    case .rulesOfSupportedKindsOnly:
      since(
        [Release(2, 9, 0)],
        "items of other kinds than tags can express are left out of tag rules")
    case .resourceRules:
      since([Release(2, 9, 0)], "destinations that are resources have rules of their own")
    case .missingSectionKept:
      since(
        [Release(2, 9, 0)], until: [Release(2, 10, 0)],
        "a section that does not exist makes a rule all the same")
    case .portNameSection:
      since([Release(2, 10, 0)], "sections are looked up by the name of the port")
    case .routeRulesByResource:
      since([Release(2, 11, 0)], "policies to a MeshHTTPRoute are rules of that route")
    case .routeLookupWithoutSection:
      since([Release(2, 12, 0)], "a route's rule is also found without the section")
    case .resourceLookupOfExternalServices:
      since(
        [Release(2, 11, 0)],
        "an outbound of a MeshExternalService finds that service's own rule")
    case .zeroUpdateFrequencyKept:
      since([Release(2, 10, 0)], "updateFrequency 0 stays in the merged conf")
    case .emptyMapsKept:
      since([Release(2, 10, 0)], "empty names, tags and labels stay in the stored form")
    case .gatewayRulesPerListener:
      since([Release(2, 6, 0)], "each listener of a built-in gateway has rules of its own")

    case .policyOnRoutes:
      since([Release(2, 3, 0)], "the retry policy stands on routes, before on the virtual host")
    case .builtinGateways:
      since([Release(2, 3, 0)], "built-in gateways get retry policies")
    case .secureGatewayListeners:
      since([Release(2, 6, 0)], "HTTPS and TLS listeners of built-in gateways get retry policies")
    case .perRoutePolicies:
      since([Release(2, 7, 0)], "routes get the policy of the MeshHTTPRoute they come from")
    case .regexEngineNamed:
      since(
        [Release(2, 2, 0)], until: [Release(2, 7, 0)],
        "regular expressions name their engine, googleRe2")
    case .missingSectionClears:
      since(
        [Release(2, 3, 0)], until: [Release(2, 7, 0)],
        "a rule without the protocol's section clears the routes' retry policy")
    case .zeroRetriesMeansNone:
      since([Release(2, 8, 0)], "numRetries 0 means no retry policy at all")
    case .grpcBackOffBaseDefault:
      since([Release(2, 10, 0)], "a grpc backOff without baseInterval gets 25ms")

    case .inspectRulesOfProxy:
      since([Release(2, 6, 0)], "the inspect API has _rules, before that rules of destinations")
    case .inspectLabels:
      since([Release(2, 8, 0)], "the inspect API tells the labels of resources")
    case .inspectInboundRules:
      since([Release(2, 10, 0)], "the inspect API lists inbound rules")
    case .defaultMeshRetry:
      since([Release(2, 6, 0)], "a mesh gets a MeshRetry by default, before a legacy Retry")
    }
  }

  private func since(
    _ releases: [Release], until end: [Release] = [], _ summary: String
  ) -> BehaviourChange {
    BehaviourChange(behaviour: self, since: releases, until: end, summary: summary)
  }
}
