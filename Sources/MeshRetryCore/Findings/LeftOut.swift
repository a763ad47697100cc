import JSON

extension BoundedList<Finding> {
  /// The findings; when there were more, a last one says how many.
  ///
  /// - Parameters:
  ///   - isOfOneRule: whether all have the same code. Otherwise the last one stands for findings of any
  ///     rule, and no choice of rules leaves it out.
  ///   - severity: how bad the worst of those left out is; as bad as the worst of the others unless given.
  public func withLeftOut(isOfOneRule: Bool = false, severity: Severity? = nil) -> [Finding] {
    guard omitted > 0, let last = elements.last else { return elements }
    var rest = Finding(
      last.code, "\(omitted) more findings in this document are left out", at: last.location,
      severity: severity ?? elements.map(\.severity).max(), resource: last.resource)
    rest.isOfAnyRule = !isOfOneRule
    return elements + [rest]
  }
}
