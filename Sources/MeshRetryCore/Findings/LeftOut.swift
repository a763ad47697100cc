import JSON

extension BoundedList<Finding> {
  /// The findings; when there were more, a last one says how many, as bad as the worst of those that are
  /// there.
  public var withLeftOut: [Finding] {
    guard omitted > 0, let last = elements.last else { return elements }
    let worst = elements.map(\.severity).max()
    return elements + [
      Finding(
        last.code, "\(omitted) more findings in this document are left out", at: last.location,
        severity: worst, resource: last.resource)
    ]
  }
}
