import JSON

extension PolicyJudge {
  /// What Kuma's validator alone says of a spec: neither envelope nor schema are looked at, and scalars are
  /// taken as the type of their field, as in Kuma's own tests.
  ///
  /// - Returns: the violations in Kuma's order, or the problem that keeps the spec from being decoded.
  public func validate(
    spec node: JSONNode, policyRole: String? = nil
  ) -> Result<[Finding.KumaReport], DecodingProblem> {
    var decoder = GoDecoder()
    let field = GoDecoder.Field(structName: "MeshRetry", path: "")
    let spec = node.isNull ? MeshRetrySpec() : decoder.spec(node, at: field, release: release)
    if let problem = decoder.reported { return .failure(problem) }
    let found = SpecValidator.violations(
      of: spec, release: release, isSystemPolicy: policyRole == nil || policyRole == "system")
    return .success(
      found.elements.map {
        Finding.KumaReport(stage: .validator, field: $0.place.field, message: $0.message)
      })
  }
}
