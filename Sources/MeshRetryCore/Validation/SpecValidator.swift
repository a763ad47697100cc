import JSON

/// Kuma's validator of MeshRetry: all violations, in Kuma's order.
///
/// Source: `spec.validate` of each release from 2.2 to 2.14; words and order are Kuma's.
struct SpecValidator {
  let release: Release
  /// Whether the policy stands where Kuma counts it as the system's: not so for policies of an
  /// application's namespace.
  let isSystemPolicy: Bool
  private var violations: BoundedList<Violation>

  private init(release: Release, isSystemPolicy: Bool, limit: Int) {
    self.release = release
    self.isSystemPolicy = isSystemPolicy
    violations = BoundedList(limit: limit)
  }

  /// All violations of a spec. It is walked through without keeping places first: few have any.
  static func violations(
    of spec: MeshRetrySpec, release: Release, isSystemPolicy: Bool
  ) -> BoundedList<Violation> {
    var first = SpecValidator(release: release, isSystemPolicy: isSystemPolicy, limit: 0)
    first.check(spec, at: .unfollowed)
    if first.violations.omitted == 0 { return BoundedList() }
    var validator = SpecValidator(
      release: release, isSystemPolicy: isSystemPolicy, limit: BoundedList<Violation>.usual)
    validator.check(spec, at: .spec)
    return validator.violations
  }

  private mutating func check(_ spec: MeshRetrySpec, at place: Place) {
    if spec.targetRef != nil || !release.has(.targetRefOptional) {
      var rules = TargetRefRules(release: release, place: place.key("targetRef"))
      rules.check(
        spec.targetRef ?? TargetRef(),
        accepted: TargetKinds.topLevel(release, isSystemPolicy: isSystemPolicy))
      violations.append(contentsOf: rules.violations)
    }
    let items = spec.to ?? []
    if items.isEmpty && !release.has(.emptyToAllowed) {
      add(.missingField, place.key("to"), "needs at least one item")
    }
    let topKind = spec.targetRef?.kind ?? TargetKind.mesh.rawValue
    for (index, item) in items.enumerated() {
      let itemPlace = place.key("to").index(index)
      var rules = TargetRefRules(release: release, place: itemPlace.key("targetRef"))
      rules.check(item.targetRef, accepted: TargetKinds.to(release, topLevel: topKind))
      violations.append(contentsOf: rules.violations)
      check(item.conf, at: itemPlace.key("default").conf)
    }
  }

  private mutating func check(_ conf: Conf, at place: Place) {
    if conf.tcp == nil && conf.http == nil && conf.grpc == nil {
      add(
        .emptySection, place, "at least one of the 'tcp', 'http', 'grpc' must be specified",
        plainMessage: "default has none of the sections tcp, http and grpc")
    }
    if let tcp = conf.tcp { check(tcp, at: place.key("tcp")) }
    if let http = conf.http { check(http, at: place.key("http")) }
    if let grpc = conf.grpc { check(grpc, at: place.key("grpc")) }
  }

  private mutating func check(_ tcp: Conf.TCP, at place: Place) {
    switch tcp.maxConnectAttempt {
    case nil: add(.emptySection, place, "must not be empty")
    case 0 where release.has(.maxConnectAttemptPositive):
      add(.invalidValue, place.key("maxConnectAttempt"), "must be greater than 0")
    default: break
    }
  }

  private mutating func check(_ http: Conf.HTTP, at place: Place) {
    // hostSelectionMaxAttempts alone does not count as content: so it is in Kuma.
    if http.numRetries == nil && http.perTryTimeout == nil && http.backOff == nil
      && http.retryOn == nil && http.retriableRequestHeaders == nil
      && http.retriableResponseHeaders == nil && http.rateLimitedBackOff == nil
      && http.hostSelection == nil
    {
      let code: RuleCode =
        http.hostSelectionMaxAttempts == nil ? .emptySection : .attemptsWithoutHostSelection
      add(code, place, "must not be empty")
    }
    check(http.backOff, http.rateLimitedBackOff, at: place)
    for (index, item) in (http.retryOn ?? []).enumerated()
    where HTTPRetryOn(rawValue: item) == nil && !StatusCode.isValid(item) {
      addUnknown(
        item, at: place.key("retryOn").index(index), known: HTTPRetryOn.allCases.map(\.rawValue))
    }
    checkHostSelection(http.hostSelection ?? [], at: place.key("hostSelection"))
  }

  private mutating func check(_ grpc: Conf.GRPC, at place: Place) {
    if grpc.numRetries == nil && grpc.perTryTimeout == nil && grpc.backOff == nil
      && grpc.retryOn == nil && grpc.rateLimitedBackOff == nil
    {
      add(.emptySection, place, "must not be empty")
    }
    check(grpc.backOff, grpc.rateLimitedBackOff, at: place)
    for (index, item) in (grpc.retryOn ?? []).enumerated()
    where GRPCRetryOn(rawValue: item) == nil {
      addUnknown(
        item, at: place.key("retryOn").index(index), known: GRPCRetryOn.allCases.map(\.rawValue))
    }
  }

  private mutating func check(
    _ backOff: Conf.BackOff?, _ rateLimited: Conf.RateLimitedBackOff?, at place: Place
  ) {
    if let backOff, backOff.baseInterval == nil, backOff.maxInterval == nil {
      add(.emptySection, place.key("backOff"), "must not be empty")
    }
    guard let rateLimited else { return }
    let place = place.key("rateLimitedBackOff")
    if let maxInterval = rateLimited.maxInterval, maxInterval <= .zero {
      add(.invalidValue, place.key("maxInterval"), "must be defined and greater than zero")
    }
    guard let headers = rateLimited.resetHeaders else {
      return add(.missingField, place.key("resetHeaders"), "must be defined")
    }
    for (index, header) in headers.enumerated() where header.name.isEmpty {
      add(
        .missingField, place.key("resetHeaders").index(index).key("name"), "must be defined")
    }
  }

  private static let predicates = [
    "OmitPreviousHosts", "OmitHostsWithTags", "OmitPreviousPriorities",
  ]

  private mutating func checkHostSelection(_ items: [Conf.HostPredicate], at place: Place) {
    var hasPriorities = false
    for (index, item) in items.enumerated() {
      let place = place.index(index)
      switch item.predicate {
      case "OmitPreviousHosts": break
      case "OmitHostsWithTags":
        if item.tags == nil { add(.missingField, place.key("tags"), "must be defined") }
      case "OmitPreviousPriorities":
        if hasPriorities {
          add(
            .priorityUpdateFrequency, place.key("predicate"),
            "OmitPreviousPriorities must only be specified once")
        }
        hasPriorities = true
        if item.updateFrequency <= 0 {
          violations.append(
            Violation(
              code: .priorityUpdateFrequency, place: place.key("updateFrequency"),
              message: "must be defined and greater than zero", help: "write 'updateFrequency: 2'"))
        }
      default:
        violations.append(
          Violation(
            code: .valueNotAllowed, place: place.key("predicate"),
            message: "unknown predicate type '\(item.predicate)'",
            plainMessage: "unknown predicate '\(item.predicate)'",
            suggestion: Nearest.match(item.predicate, in: Self.predicates),
            fix: TextFix.spelling(of: item.predicate, in: Self.predicates),
            help: "known: \(Self.predicates.joined(separator: ", "))"))
      }
    }
  }

  private mutating func addUnknown(_ item: String, at place: Place, known: [String]) {
    violations.append(Violation(unknownRetryOn: item, at: place, known: known))
  }

  private mutating func add(
    _ code: RuleCode, _ place: Place, _ message: String, plainMessage: String? = nil
  ) {
    violations.append(
      Violation(code: code, place: place, message: message, plainMessage: plainMessage))
  }
}

extension Violation {
  fileprivate init(unknownRetryOn item: String, at place: Place, known: [String]) {
    let isNumber = item.utf8.allSatisfy { (0x30...0x39).contains($0) } && !item.isEmpty
    let advice = RetryOnAdvice(item, known: known)
    self.init(
      code: isNumber ? .unknownStatusCode : .unknownRetryOn, place: place,
      message: "unknown item '\(item)'", suggestion: isNumber ? nil : advice.nearest,
      fix: TextFix.spelling(of: item, in: known), help: advice.help)
  }
}
