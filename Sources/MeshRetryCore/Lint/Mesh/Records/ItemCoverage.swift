/// Finds, of items in the order of their rows, those that later policies overwrite: what is set for the same
/// proxies and destination, and for the whole mesh.
///
/// Items for the whole mesh cover those for a service as long as the kind of a `to` targetRef does not count;
/// for destinations that are resources it does, before names (Kuma's `resourcerules`).
struct ItemCoverage {
  /// What later policies set, and which is the last of them.
  private struct Coverage {
    var fields = ConfFields()
    var winner: PolicyRecords.Address?

    mutating func add(_ row: ItemRow) {
      fields.formUnion(row.fields)
      if winner == nil { winner = row.rank.address }
    }
  }

  /// What is set for the whole mesh by a policy and those merged after it.
  private struct Step {
    var rank: MergeRank
    var coverage: Coverage
  }

  private let meshCoversAll: Bool
  private var previous: ItemRow?
  /// What policies merged after the one of the row set for its destination; and that one, too.
  private var later = Coverage()
  private var withOwn = Coverage()
  /// For the proxies of the row, last first. Steps that add no field are left out, so there are few.
  private var steps: [Step] = []
  /// How many of them are by policies merged after the one of the row.
  private var laterSteps = 0

  init(meshCoversAll: Bool) { self.meshCoversAll = meshCoversAll }

  /// The item of the next row, if all of it is overwritten.
  mutating func take(_ row: ItemRow) -> CoveredItem? {
    moveOn(to: row)
    defer {
      withOwn.add(row)
      previous = row
    }
    var covered = later
    if meshCoversAll, !row.destination.isEmpty, laterSteps > 0 {
      let mesh = steps[laterSteps - 1].coverage
      covered.fields.formUnion(mesh.fields)
      if covered.winner == nil { covered.winner = mesh.winner }
    }
    guard covered.fields.isSuperset(of: row.fields) else { return nil }
    return CoveredItem(row, winner: covered.winner)
  }

  private mutating func moveOn(to row: ItemRow) {
    let isOfSameAudience = previous?.audience == row.audience
    if !isOfSameAudience || previous?.destination != row.destination {
      finishPolicy()
      later = Coverage()
      withOwn = Coverage()
      laterSteps = 0
      if !isOfSameAudience { steps = [] }
    } else if previous?.rank != row.rank {
      finishPolicy()
    }
    while laterSteps < steps.count, steps[laterSteps].rank < row.rank { laterSteps += 1 }
  }

  /// What the policy of the row before sets covers from now on.
  private mutating func finishPolicy() {
    later = withOwn
    guard let previous, previous.destination.isEmpty, meshCoversAll else { return }
    if steps.last.map({ $0.coverage.fields != later.fields }) ?? true {
      steps.append(Step(rank: previous.rank, coverage: later))
    }
  }
}
