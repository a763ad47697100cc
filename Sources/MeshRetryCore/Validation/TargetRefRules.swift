import JSON

/// Kuma's rules for one targetRef, in Kuma's order.
///
/// Source: `validators.ValidateTargetRef` of each release.
struct TargetRefRules {
  let release: Release
  let place: Place
  private(set) var violations = BoundedList<Violation>()

  init(release: Release, place: Place) {
    self.release = release
    self.place = place
  }

  /// A check of one targetRef.
  private enum Check {
    case nameUnsupported, nameUnset, nameRequired, nameCharacters
    /// A name, before it was known that labels do as well; then either, and later in the order.
    case nameRequiredEarly, nameOrLabelsRequired
    case meshUnset, tagsUnset, tagsContent, wildcardTagsContent
    case labelsUnset, namespaceUnset, sectionNameUnset, sectionNameUnsetLate
    case sectionNameForInbounds, labelsWithoutSectionName
    case labelsExcludeNameAndNamespace, labelsExcludeName
    case proxyTypesUnset, proxyTypesNotEmpty
  }

  /// The checks of each kind, in order.
  private static func checks(_ kind: TargetKind) -> [Check] {
    switch kind {
    case .mesh:
      [
        .nameUnsupported, .meshUnset, .tagsUnset, .labelsUnset, .namespaceUnset,
        .sectionNameUnset, .proxyTypesNotEmpty,
      ]
    case .dataplane:
      [
        .tagsUnset, .meshUnset, .proxyTypesUnset, .labelsExcludeNameAndNamespace,
        .sectionNameForInbounds,
      ]
    case .meshSubset:
      [
        .nameUnset, .meshUnset, .tagsContent, .labelsUnset, .namespaceUnset, .sectionNameUnset,
        .proxyTypesNotEmpty,
      ]
    case .meshService:
      [
        .nameRequiredEarly, .nameCharacters, .meshUnset, .tagsUnset, .proxyTypesUnset,
        .nameOrLabelsRequired, .labelsExcludeNameAndNamespace, .labelsWithoutSectionName,
      ]
    case .meshHTTPRoute:
      [
        .nameRequiredEarly, .nameCharacters, .meshUnset, .tagsUnset, .proxyTypesUnset,
        .sectionNameUnsetLate, .nameOrLabelsRequired, .labelsExcludeNameAndNamespace,
        .labelsWithoutSectionName,
      ]
    case .meshServiceSubset, .meshGateway:
      [
        .nameRequired, .nameCharacters, .meshUnset, .proxyTypesUnset, .wildcardTagsContent,
        .labelsUnset, .namespaceUnset, .sectionNameUnset,
      ]
    case .meshExternalService:
      [
        .nameCharacters, .meshUnset, .tagsUnset, .proxyTypesUnset, .nameOrLabelsRequired,
        .labelsExcludeName, .sectionNameUnset,
      ]
    case .meshMultiZoneService: []
    }
  }

  /// The checks of releases before targetRefs were hardened; a MeshGateway went unchecked.
  private static func earlyChecks(_ kind: TargetKind) -> [Check] {
    switch kind {
    case .mesh: [.nameUnsupported, .meshUnset, .tagsUnset]
    case .meshSubset: [.nameUnset, .meshUnset]
    case .meshService: [.nameRequired, .meshUnset, .tagsUnset]
    case .meshServiceSubset: [.nameRequired, .meshUnset]
    default: []
    }
  }

  mutating func check(_ ref: TargetRef, accepted: [TargetKind]) {
    if ref.kind.isEmpty {
      let message = release.has(.hardenedTargetRefs) ? "must be defined" : "must be set"
      return add(
        .targetRefKind, place.key("kind"), message, plainMessage: "targetRef.kind \(message)",
        help: "one of \(accepted.map(\.rawValue).joined(separator: ", "))")
    }
    guard let kind = TargetKind(rawValue: ref.kind), accepted.contains(kind) else {
      let named = release.has(.kindNamedInError) ? "value '\(ref.kind)'" : "value"
      return add(
        .targetRefKind, place.key("kind"), "\(named) is not supported",
        plainMessage: "kind '\(ref.kind)' is not accepted here",
        suggestion: Nearest.match(ref.kind, in: accepted.map(\.rawValue)),
        fix: TextFix.spelling(of: ref.kind, in: accepted.map(\.rawValue)),
        help: "accepted here by \(release.line): "
          + accepted.map(\.rawValue).joined(separator: ", ")
          + (TargetRefSupport.releases(accepting: ref.kind, isTopLevel: place.path.steps.count == 2)
            .map { "; \(ref.kind) by \($0)" } ?? ""))
    }
    let checks =
      release.has(.hardenedTargetRefs) ? Self.checks(kind) : Self.earlyChecks(kind)
    for check in checks { run(check, ref, kind) }
  }

  private mutating func run(_ check: Check, _ ref: TargetRef, _ kind: TargetKind) {
    let hasName = !(ref.name ?? "").isEmpty
    let hasLabels = release.has(.selectorsInTargetRefs) && !(ref.labels?.isEmpty ?? true)
    let hasNamespace =
      release.has(.selectorsInTargetRefs) && !(ref.namespace ?? "").isEmpty
    let hasSectionName =
      release.has(.selectorsInTargetRefs) && !(ref.sectionName ?? "").isEmpty
    switch check {
    case .nameUnsupported:
      if hasName {
        add(
          .targetRefField, place.key("name"), "using name with kind Mesh is not yet supported",
          plainMessage: "name cannot be set with kind Mesh",
          help: "kind Mesh is the mesh of the policy itself")
      }
    case .nameUnset: refuse("name", if: hasName, kind)
    case .meshUnset: refuse("mesh", if: !(ref.mesh ?? "").isEmpty, kind)
    case .tagsUnset: refuse("tags", if: !(ref.tags?.isEmpty ?? true), kind)
    case .labelsUnset: refuse("labels", if: hasLabels, kind)
    case .namespaceUnset: refuse("namespace", if: hasNamespace, kind)
    case .sectionNameUnset: refuse("sectionName", if: hasSectionName, kind)
    case .sectionNameUnsetLate:
      refuse(
        "sectionName", if: hasSectionName && release.has(.meshHTTPRouteSectionNameRefused), kind)
    case .proxyTypesUnset: refuse("proxyTypes", if: !(ref.proxyTypes ?? []).isEmpty, kind)
    case .proxyTypesNotEmpty:
      if ref.proxyTypes == [] && release.has(.proxyTypesNotEmptyInValidator) {
        add("proxyTypes", "must be undefined or have at least one element")
      }
    case .nameRequired:
      if !hasName {
        add(
          "name",
          release.has(.nameOrLabelsWording)
            ? "must be set when kind is \(kind.rawValue)"
            : "must be set with kind \(kind.rawValue)")
      }
    case .nameRequiredEarly:
      if !release.has(.selectorsInTargetRefs) { run(.nameRequired, ref, kind) }
    case .nameOrLabelsRequired:
      if release.has(.selectorsInTargetRefs) { requireNameOrLabels(hasName || hasLabels, kind) }
    case .labelsExcludeNameAndNamespace:
      if hasLabels && (hasName || hasNamespace) {
        add("labels", "either labels or name and namespace must be specified")
      }
    case .labelsExcludeName:
      if hasLabels && (hasName || hasNamespace) {
        add("labels", "either labels or name must be specified")
      }
    case .labelsWithoutSectionName:
      if hasLabels && hasSectionName && release.has(.sectionNameWithLabelsRefused) {
        add("sectionName", "sectionName should not be combined with labels")
      }
    case .sectionNameForInbounds:
      if hasSectionName { add("sectionName", "can only be used with inbound policies") }
    case .nameCharacters: checkName(ref.name ?? "")
    case .tagsContent: checkTags(ref.tags, allowsWildcard: false)
    case .wildcardTagsContent:
      checkTags(ref.tags, allowsWildcard: release.has(.wildcardTagValues))
    }
  }

  private mutating func requireNameOrLabels(_ isGiven: Bool, _ kind: TargetKind) {
    if isGiven { return }
    if release.has(.nameOrLabelsWording) {
      add(
        .missingField, place, "name or labels must be set when kind is \(kind.rawValue)")
    } else {
      add("name", "must be set with kind \(kind.rawValue)")
    }
  }

  // MARK: Characters

  private mutating func checkName(_ name: String) {
    let allowsDot = release.has(.dotInServiceName)
    let isFine = name.utf8.allSatisfy { byte in
      CharacterRules.isLowerAlphanumeric(byte) || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "_") || allowsDot && byte == UInt8(ascii: ".")
    }
    if isFine { return }
    add(
      "name",
      allowsDot
        ? "invalid characters: must consist of lower case alphanumeric characters, '-', '.' and '_'."
        : CharacterRules.lenientMessage(withDot: false))
  }

  private mutating func checkTags(_ tags: StringMap?, allowsWildcard: Bool) {
    for (key, value) in tags?.sorted ?? [] {
      let tag = Place(
        path: place.path.key("tags").key(key),
        field: "\(place.field).tags[\(GoQuote.quote(key))]")
      if key.isEmpty { add(.targetRefField, place.key("tags"), "tag name must be non-empty") }
      if !key.utf8.allSatisfy({ CharacterRules.isTag($0) || $0 == UInt8(ascii: "/") }) {
        add(
          .targetRefField, tag,
          "tag name must consist of alphanumeric characters, dots, dashes, slashes and underscores")
      }
      if value.isEmpty { add(.targetRefField, tag, "tag value must be non-empty") }
      if allowsWildcard {
        if value != "*"
          && !value.utf8.allSatisfy({ CharacterRules.isTag($0) || $0 == UInt8(ascii: "/") })
        {
          add(
            .targetRefField, tag,
            "tag value must consist of alphanumeric characters, dots, dashes, slashes and "
              + "underscores or be \"*\"")
        }
      } else if !value.utf8.allSatisfy(CharacterRules.isTag) {
        add(
          .targetRefField, tag,
          "tag value must consist of alphanumeric characters, dots, dashes and underscores")
      }
    }
  }

  // MARK: Words

  private mutating func refuse(_ field: String, if isSet: Bool, _ kind: TargetKind) {
    guard isSet else { return }
    let verb = release.has(.hardenedTargetRefs) ? "must not be set" : "cannot be set"
    add(field, "\(verb) with kind \(kind.rawValue)")
  }

  private mutating func add(_ field: String, _ message: String) {
    add(.targetRefField, place.key(field), message)
  }

  private mutating func add(
    _ code: RuleCode, _ place: Place, _ message: String, plainMessage: String? = nil,
    suggestion: String? = nil, fix: String? = nil, help: String? = nil
  ) {
    violations.append(
      Violation(
        code: code, place: place, message: message, plainMessage: plainMessage,
        suggestion: suggestion, fix: fix, help: help))
  }
}
