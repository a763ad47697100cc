/// Something that a release does and another one does not.
///
/// Code asks `release.has(.lookupByElement)`; the releases stand in the table of changes and nowhere
/// else. Sources: `Kuma` at the tags named, read and run.
public enum Behaviour: Int, CaseIterable, Sendable {
  // Schema
  case meshGatewayRouteInEnum, meshHTTPRouteInEnum, meshGatewayInEnum, meshExternalServiceInEnum
  case meshMultiZoneServiceInEnum, dataplaneInEnum
  case proxyTypes, proxyTypesNotEmptyInSchema, targetRefSelectors
  case targetRefOptional, targetRefKindRequired, universalEnvelopeRequired, universalLabels
  case universalKRI, universalSchemaDefaults, backOffSchemaDefaults, updateFrequencyDefault
  case predicateEnum, grpcRetryOnEnum, integerFormatChecked, lengthsInBytes

  // Validator
  case hardenedTargetRefs, dotInServiceName, selectorsInTargetRefs, kindNamedInError
  case nameOrLabelsWording, emptyToAllowed, maxConnectAttemptPositive
  case topLevelMeshGateway, topLevelMeshHTTPRoute, topLevelDataplane, policyRoles
  case toRealResources, toMeshHTTPRoute, proxyTypesNotEmptyInValidator, wildcardTagValues
  case sectionNameWithLabelsRefused, meshHTTPRouteSectionNameRefused
  case deprecatedMeshService, deprecatedMeshSubset, deprecatedServiceSubset
  case deprecationNamesKind, deprecatedMeshHTTPRoute

  // Envelope and words
  case hostnameLikeNames, strictNamesInClient, decodeErrorsInQuotes, decodeErrorsEscaped
  case doubledSpecInWebhook, systemNamespaceOnly, commentLineDropped, kubectlGoesOnWithYAML

  // Selection and order
  case selectMeshGateway, gatewayOfEveryProxy, meshGatewayMergedTags, warningsForReferences
  case hashedReferenceNames, displayNameReferences, delegatedGateways, shadowPolicies
  case zoneAndNamespaceFilter, selectDataplane, sectionNameByPort, dataplaneSelectsDelegated
  case ignoredInboundsSkipped, ignoredInboundsSkippedForDataplane, embeddedListeners
  case meshGatewayOrderedEarly, dataplaneOrderedEarly, nameOrderDescending, originInOrder
  case rolesInOrder, producerRoles, systemRoleUnknownLast
  case readinessByState

  // Rules
  case connectedComponents, cliques, radixIterator, rulesWithoutNegation, intersectionOfSharedKeys
  case lookupByElement, originInMergeOrder, routeMatchSubsets, topLevelRouteMatches
  case rulesOfSupportedKindsOnly, resourceRules, missingSectionKept
  case routeRulesByResource, routeLookupWithoutSection, resourceLookupOfExternalServices
  case zeroUpdateFrequencyKept, emptyMapsKept, gatewayRulesPerListener

  // Envoy
  case policyOnRoutes, builtinGateways, secureGatewayListeners, perRoutePolicies, regexEngineNamed
  case missingSectionClears, zeroRetriesMeansNone, grpcBackOffBaseDefault

  // Control plane
  case defaultMeshRetry
  case inspectRulesOfProxy, inspectLabels, inspectInboundRules

  // Changes that no answer of the tools depends on
  case schemaRootIsObject, goesOnAfterBadDocument, portNameSection
}

/// One row of the table: a behaviour, the releases that have it, and what it is.
public struct BehaviourChange: Sendable {
  /// The behaviour.
  public let behaviour: Behaviour
  /// The releases from which it holds: of each backport its line's, the last one for all that follow.
  public let since: [Release]
  /// The releases from which it holds no longer, in the same form; none while it holds.
  public let until: [Release]
  /// What it is, in a sentence.
  public let summary: String

  func holds(in release: Release) -> Bool {
    Self.reached(since, by: release) && !Self.reached(until, by: release)
  }

  /// Whether a release has a change that came with these releases, backports included.
  private static func reached(_ releases: [Release], by release: Release) -> Bool {
    guard let mainline = releases.last else { return false }
    if release >= mainline { return true }
    return releases.contains {
      $0.major == release.major && $0.minor == release.minor && $0 <= release
    }
  }
}

extension Release {
  /// Whether this release has the behaviour.
  public func has(_ behaviour: Behaviour) -> Bool {
    let span = BehaviourSpan.table[behaviour.rawValue]
    return span.hasBackports ? behaviour.change.holds(in: self) : span.releases.contains(self)
  }
}

/// The releases of a row in a form that is quick to ask: it is asked for all the time.
private struct BehaviourSpan {
  let releases: Range<Release>
  /// Whether some lines got the change earlier than the main line: then the row itself is asked.
  let hasBackports: Bool

  static let table = Behaviour.allCases.map { BehaviourSpan($0.change) }

  private static let never = Release(.max, .max, .max)

  init(_ change: BehaviourChange) {
    let since = change.since.last ?? Self.never
    releases = since..<max(since, change.until.last ?? Self.never)
    hasBackports = change.since.count > 1 || change.until.count > 1
  }
}
