/// What Envoy takes, and does otherwise than the conf reads.
///
/// Source: Kuma's plugin, and Envoy as measured on 1.40.
extension RetryPolicyMapping {
  func surprises(in conf: Conf.HTTP, _ policy: RetryPolicy) -> [PolicyRemark] {
    let items = conf.retryOn ?? []
    var remarks = items.indices.compactMap { unplaced(items[$0], at: $0) }
    remarks += [
      defaultsBesideStatusCodes(items), unusedResponseHeaders(conf), methodsBesideHeaders(conf),
      attemptsWithoutPredicates(conf),
    ].compactMap { $0 }
    let selection = conf.hostSelection ?? []
    return remarks + selection.indices.compactMap { hosts(selection[$0], at: $0) }
      + hostAttempts(policy)
  }

  func surprises(in conf: Conf.GRPC) -> [PolicyRemark] {
    (conf.retryOn ?? []).enumerated().compactMap { index, item in
      guard GRPCRetryOn(rawValue: item) == .canceled else { return nil }
      return PolicyRemark(
        .envoyIgnores, "grpc.retryOn[\(index)]",
        "'Canceled' never causes a retry: Kuma writes 'canceled', and Envoy's word is 'cancelled'",
        .cancelledWord)
    }
  }

  /// `+503` and what the validator would refuse: Kuma writes an empty word.
  private func unplaced(_ item: String, at index: Int) -> PolicyRemark? {
    guard HTTPRetryOn(rawValue: item) == nil, StatusCode.mapped(item) == nil else { return nil }
    return PolicyRemark(
      .envoyIgnores, "http.retryOn[\(index)]",
      "'\(item)' never causes a retry: Kuma makes no condition and no status code of it",
      .placeItem(item))
  }

  private func defaultsBesideStatusCodes(_ items: [String]) -> PolicyRemark? {
    let sorted = HTTPRetryOnItems(items)
    guard !sorted.statusCodes.isEmpty, sorted.conditions.allSatisfy(\.isEmpty) else { return nil }
    return PolicyRemark(
      .retriesMoreThanWritten, "http.retryOn",
      "status codes alone keep the default conditions: \(HTTPRetryOn.envoyDefault) are retried too",
      .onlyStatusCodes)
  }

  private func unusedResponseHeaders(_ conf: Conf.HTTP) -> PolicyRemark? {
    guard let headers = conf.retriableResponseHeaders, !headers.isEmpty else { return nil }
    return PolicyRemark(
      .envoyIgnores, "http.retriableResponseHeaders",
      "no effect: Kuma does not write 'retriable-headers' into retry_on, so Envoy never looks at them",
      .retriableHeadersWord)
  }

  private func methodsBesideHeaders(_ conf: Conf.HTTP) -> PolicyRemark? {
    guard !HTTPRetryOnItems(conf.retryOn ?? []).methods.isEmpty,
      let headers = conf.retriableRequestHeaders, !headers.isEmpty
    else { return nil }
    return PolicyRemark(
      .retriesMoreThanWritten, "http.retriableRequestHeaders",
      "methods and request headers are alternatives in Envoy: a request with either is retried")
  }

  private func attemptsWithoutPredicates(_ conf: Conf.HTTP) -> PolicyRemark? {
    guard let attempts = conf.hostSelectionMaxAttempts, Self.hostAttempts.contains(attempts),
      !(conf.hostSelection ?? []).contains(where: { $0.predicate != "OmitPreviousPriorities" })
    else { return nil }
    return PolicyRemark(
      .envoyIgnores, "http.hostSelectionMaxAttempts",
      "no effect without a hostSelection predicate that omits hosts")
  }

  private func hosts(_ item: Conf.HostPredicate, at index: Int) -> PolicyRemark? {
    let path = "http.hostSelection[\(index)]"
    if item.predicate == "OmitPreviousPriorities", item.updateFrequency <= 0 {
      return PolicyRemark(
        .envoyBreaks, path + ".updateFrequency",
        "Envoy loads it and ends itself on the first request: updateFrequency must be positive",
        .updateFrequency)
    }
    if item.predicate == "OmitHostsWithTags",
      !(item.tags ?? []).contains(where: { $0.key != "kuma.io/service" })
    {
      return PolicyRemark(
        .envoyIgnores, path + ".tags", "omits no host: no tag is left beside kuma.io/service")
    }
    return nil
  }

  /// The numbers of picks with which retries find a host.
  private static let hostAttempts: Range<Int64> = 0..<Int64(UInt32.max)

  /// Envoy narrows the number to 32 bits; negative, or 4294967295, every retry finds "no healthy
  /// upstream".
  private func hostAttempts(_ policy: RetryPolicy) -> [PolicyRemark] {
    if Self.hostAttempts.contains(policy.hostSelectionRetryMaxAttempts) { return [] }
    return [
      PolicyRemark(
        .envoyBreaks, "http.hostSelectionMaxAttempts",
        "Envoy loads it and then retries fail with 503 or pick hosts as if it were not there: "
          + "it must be between 0 and 4294967294", .hostAttempts)
    ]
  }
}
