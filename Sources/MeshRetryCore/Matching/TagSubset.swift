/// Sets of tags, each wanted or not wanted, against each other.
///
/// Source: Kuma's `rules.Subset`.
public enum Subset {
  /// A tag that is wanted, or not.
  public typealias Tag = TagRule.Matcher

  /// Whether every destination that the other takes in is taken in by the first.
  public static func includes(_ subset: [Tag], _ other: [Tag]) -> Bool {
    subset.allSatisfy { tag in
      let own = other.filter { $0.key == tag.key }
      return !own.isEmpty && own.allSatisfy { includes(tag, $0) }
    }
  }

  private static func includes(_ tag: Tag, _ other: Tag) -> Bool {
    if tag.not == other.not { return tag.value == other.value }
    return tag.not && tag.value != other.value
  }

  /// Whether a destination may be taken in by both, asked from the first's side. Before the fix a key that
  /// the other lacks settled it; which key was looked at first was chance, and a chance counts as yes.
  public static func meets(_ subset: [Tag], _ other: [Tag], _ release: Release) -> Bool {
    meets(subset, other, sharedKeysOnly: release.has(.intersectionOfSharedKeys))
  }

  static func meets(_ subset: [Tag], _ other: [Tag], sharedKeysOnly: Bool) -> Bool {
    if subset.isEmpty || other.isEmpty { return true }
    let wanted = subset.filter { !$0.not }
    let values = Dictionary(grouping: other.filter { !$0.not }, by: \.key)
    if !sharedKeysOnly {
      // The name of a service is looked at first, always.
      if let service = wanted.first(where: { $0.key == LabelKey.service }),
        let own = values[LabelKey.service], !own.allSatisfy({ $0.value == service.value })
      {
        return false
      }
      if wanted.contains(where: { values[$0.key] == nil }) { return true }
    }
    return wanted.allSatisfy { tag in
      values[tag.key].map { $0.allSatisfy { $0.value == tag.value } } ?? true
    }
  }
}
