import JSON

/// The rules that may give a route another policy than its destination's.
///
/// Source: Kuma's plugin from 2.7 on.
struct RouteRules {
  private let release: Release
  private var rules: [(matchers: [EffectiveMeshRetry.Matcher], conf: Conf)] = []
  private var resourceRules: [String: Conf] = [:]

  /// The tag in which a rule carries the hash of a route's matches.
  static let hashTag = "__rule-matches-hash__"

  init(_ document: JSONNode, release: Release) {
    self.release = release
    guard release.has(.perRoutePolicies) else { return }
    for rule in (document["toRules"]?.elements).map(Array.init) ?? [] {
      guard let node = rule["conf"], let conf = try? Conf(decoding: node) else { continue }
      rules.append((Self.matchers(rule["matchers"]), conf))
    }
    // Without a rule that names a route, every route has its destination's policy.
    if !rules.contains(where: { $0.matchers.contains { $0.key == Self.hashTag } }) { rules = [] }
    guard release.has(.routeRulesByResource) else { return }
    for rule in (document["toResourceRules"]?.elements).map(Array.init) ?? [] {
      guard let kri = rule["kri"]?.string, kri.hasPrefix("kri_mhttpr_"), let node = rule["conf"],
        let conf = try? Conf(decoding: node)
      else { continue }
      resourceRules[kri] = conf
    }
  }

  /// Whether no route has a rule of its own.
  var isEmpty: Bool { rules.isEmpty && resourceRules.isEmpty }

  private static func matchers(_ node: JSONNode?) -> [EffectiveMeshRetry.Matcher] {
    (node?.elements.map { $0 } ?? []).map {
      EffectiveMeshRetry.Matcher(
        key: $0["key"]?.string ?? "", value: $0["value"]?.string ?? "",
        not: $0["not"]?.bool ?? false)
    }
  }

  /// The conf of the rule for a route; nil when the destination's own counts.
  func conf(route name: String, of destination: EnvoyDestination) -> Conf? {
    if destination.isResource {
      if let conf = resourceRules[name] { return conf }
      // The section is what follows the last `_`.
      guard release.has(.routeLookupWithoutSection), let end = name.lastIndex(of: "_") else {
        return nil
      }
      return resourceRules[String(name[...end])]
    }
    var element = [Self.hashTag: name]
    element["kuma.io/service"] = destination.isGateway ? nil : destination.name
    return rules.first { matches($0.matchers, element) }?.conf
  }

  private func matches(
    _ matchers: [EffectiveMeshRetry.Matcher], _ element: [String: String]
  ) -> Bool {
    if release.has(.lookupByElement) { return Self.contains(matchers, element) }
    return matchers.allSatisfy { matcher in
      element[matcher.key].map { ($0 == matcher.value) != matcher.not } ?? false
    }
  }

  /// Kuma: `Subset.ContainsElement`.
  private static func contains(
    _ matchers: [EffectiveMeshRetry.Matcher], _ element: [String: String]
  ) -> Bool {
    if matchers.isEmpty { return true }
    if element.isEmpty { return false }
    var overlaps = false
    for matcher in matchers {
      if let value = element[matcher.key] {
        overlaps = true
        if (value == matcher.value) == matcher.not { return false }
      } else if !matcher.not {
        return false
      }
    }
    return overlaps || matchers.allSatisfy(\.not)
  }
}
