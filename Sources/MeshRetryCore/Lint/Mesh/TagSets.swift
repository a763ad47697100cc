/// The distinct tag sets of proxies, every tag kept once.
struct TagSets: Sendable {
  private var numbers: [String: UInt32] = [:]
  /// The tags of each set by their numbers, in the order of the tags.
  private var sets: Set<[UInt32]> = []

  var isEmpty: Bool { sets.isEmpty }

  /// About how many bytes of memory it takes.
  private(set) var weight = 0
  /// What a name takes in a table, beside its characters.
  static let entrySize = 100

  mutating func insert(_ tags: StringMap) {
    insert(tags.sorted.map { number("\($0.key)=\($0.value)") })
  }

  private mutating func insert(_ set: [UInt32]) {
    if sets.insert(set).inserted { weight += 64 + 4 * set.count }
  }

  mutating func formUnion(_ other: TagSets) {
    if isEmpty { return self = other }
    var own = [UInt32](repeating: 0, count: other.numbers.count)
    for (tag, theirs) in other.numbers { own[Int(theirs)] = number(tag) }
    for set in other.sets { insert(set.map { own[Int($0)] }) }
  }

  private mutating func number(_ tag: String) -> UInt32 {
    if let number = numbers[tag] { return number }
    let number = UInt32(clamping: numbers.count)
    numbers[tag] = number
    weight += tag.utf8.count + Self.entrySize
    return number
  }

  /// Answers which tags go together.
  struct Index: Sendable {
    private let numbers: [String: UInt32]
    private let sets: [[UInt32]]
    /// The positions of the sets that have a tag, tag after tag, and where those of each tag begin.
    private let positions: [UInt32]
    private let starts: [Int]

    init(_ tags: TagSets) {
      numbers = tags.numbers
      sets = Array(tags.sets)
      let counts = sets.lazy.joined().reduce(into: [Int](repeating: 0, count: numbers.count)) {
        $0[Int($1)] += 1
      }
      var starts = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
      self.starts = starts
      var positions = [UInt32](repeating: 0, count: starts[numbers.count])
      for (position, set) in sets.enumerated() {
        for tag in set {
          positions[starts[Int(tag)]] = UInt32(clamping: position)
          starts[Int(tag)] += 1
        }
      }
      self.positions = positions
    }

    /// Whether a set has all these tags.
    func hasSet(with tags: StringMap) -> Bool {
      var wanted: [UInt32] = []
      for (key, value) in tags.sorted {
        guard let number = numbers["\(key)=\(value)"] else { return false }
        wanted.append(number)
      }
      guard let rarest = wanted.min(by: { count($0) < count($1) }) else { return !sets.isEmpty }
      return positions[starts[Int(rarest)]..<starts[Int(rarest) + 1]].contains { position in
        wanted.allSatisfy(sets[Int(position)].contains)
      }
    }

    private func count(_ tag: UInt32) -> Int { starts[Int(tag) + 1] - starts[Int(tag)] }
  }
}
