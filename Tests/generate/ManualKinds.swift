import MeshRetryCore

/// The section of meshretry(5) about the kinds that targetRefs may have, from the table that the
/// validator asks.
enum ManualKinds {
  static let head = ".SH \"KINDS OF TARGETREF\""

  static var text: String {
    var text = """
      \(head)
      What Kuma accepts; its schema lists more kinds than its validator takes.

      """
    for place in TargetRefSupport.Place.allCases {
      text += ".SS \(place.title)\n"
      for row in TargetRefSupport.rows(place) {
        text += ".TP 16n\n\(row.releases)\n\(row.kinds.joined(separator: ", "))\n"
      }
    }
    return text
  }
}
