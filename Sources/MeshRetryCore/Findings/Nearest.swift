/// The word that was probably meant.
public enum Nearest {
  /// The known word that is nearest to a text, letter case and `-`, `_` aside: the same word, or one
  /// with few letters added, left out, changed or swapped. Nil when none is near.
  public static func match(_ text: String, in known: [String]) -> String? {
    Words(known).nearest(to: text)
  }

  /// Known words that many texts are held against.
  public struct Words: Sendable {
    /// By the number of their letters, each in the order given.
    private var byLength: [Int: [Word]] = [:]

    private struct Word {
      var text: String
      var letters: [UInt8]
      var kinds: LetterKinds
      /// Its place in the order given.
      var position: Int
    }

    /// No more letters than that are seen as a slip.
    private static let mostEdits = 10

    /// Those words, in their order.
    public init(_ known: [String]) {
      for (position, text) in known.enumerated() {
        let letters = simplified(text)
        byLength[letters.count, default: []].append(
          Word(text: text, letters: letters, kinds: LetterKinds(letters), position: position))
      }
    }

    /// The nearest one, as `match` has it; of several that are as near the first one.
    public func nearest(to text: String) -> String? { Self.nearest(to: text, in: [self]) }

    /// The same of several lists, the first of which comes first.
    static func nearest(to text: String, in lists: [Words]) -> String? {
      let wanted = simplified(text)
      let kinds = LetterKinds(wanted)
      var limit = min(max(1, (wanted.count + 1) / 3), mostEdits)
      let lengths = max(0, wanted.count - limit)..<wanted.count + limit + 1
      var edits = EditDistance(longest: lengths.upperBound)
      var best: (list: Int, word: Word)?
      for (list, words) in lists.enumerated() {
        for word in lengths.lazy.flatMap({ words.byLength[$0] ?? [] })
        where kinds.mayBeWithin(limit, of: word.kinds) {
          guard let distance = edits.distance(wanted, word.letters, limit: limit) else { continue }
          if let best, distance == limit,
            (best.list, best.word.position) < (list, word.position)
          {
            continue
          }
          (best, limit) = ((list, word), distance)
        }
      }
      return best?.word.text == text ? nil : best?.word.text
    }
  }

  private static func simplified(_ text: String) -> [UInt8] {
    text.lowercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
  }
}

/// Which bytes a word has, up to those that are 64 apart.
private struct LetterKinds {
  private let bits: UInt64

  init(_ letters: [UInt8]) { bits = letters.reduce(0) { $0 | 1 << UInt64($1 & 63) } }

  /// Whether so few edits may make one of the other: each takes away one kind of letter at most, and brings one.
  func mayBeWithin(_ edits: Int, of other: LetterKinds) -> Bool {
    (bits & ~other.bits).nonzeroBitCount <= edits && (other.bits & ~bits).nonzeroBitCount <= edits
  }
}

/// The Damerau–Levenshtein distance (neighbours may be swapped), as far as it is asked for: near the diagonal
/// only.
private struct EditDistance {
  private var beforeLast: [Int]
  private var last: [Int]
  private var row: [Int]

  init(longest: Int) {
    row = [Int](repeating: 0, count: longest + 1)
    last = row
    beforeLast = row
  }

  /// Nil above the limit. The second text is not longer than the longest one.
  mutating func distance(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int? {
    if abs(a.count - b.count) > limit { return nil }
    if b.isEmpty { return a.count }
    for j in 0...b.count { last[j] = j }
    for i in a.indices {
      let near = max(0, i - limit)..<min(b.count, i + limit + 1)
      // Beyond what is near, every distance is too large.
      row[near.lowerBound] = near.lowerBound == 0 ? i + 1 : limit + 1
      if near.upperBound < b.count { row[near.upperBound + 1] = limit + 1 }
      var least = row[near.lowerBound]
      for j in near {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row[j + 1] = cost
        least = min(least, cost)
      }
      if least > limit { return nil }
      (beforeLast, last, row) = (last, row, beforeLast)
    }
    return last[b.count] <= limit ? last[b.count] : nil
  }
}
