/// The word that was probably meant.
public enum Nearest {
  /// The known word that is nearest to a text, letter case and `-`, `_` aside: the same word, or one
  /// with few letters added, left out, changed or swapped. Nil when none is near.
  public static func match(_ text: String, in known: [String]) -> String? {
    var search = NearestSearch(text)
    for (position, text) in known.enumerated() { search.consider(KnownWord(text, position)) }
    return search.result
  }

  /// Known words that many texts are held against.
  public struct Words: Sendable {
    /// By the number of their letters, each in the order given.
    private var byLength: [Int: [KnownWord]] = [:]

    /// Those words, in their order.
    public init(_ known: [String]) {
      for (position, text) in known.enumerated() {
        let word = KnownWord(text, position)
        byLength[word.letters.count, default: []].append(word)
      }
    }

    /// The nearest one, as `match` has it; of several that are as near the first one.
    public func nearest(to text: String) -> String? { Self.nearest(to: text, in: [self]) }

    /// The same of several lists, the first of which comes first.
    static func nearest(to text: String, in lists: [Words]) -> String? {
      var search = NearestSearch(text)
      for words in lists {
        for length in search.lengths {
          for word in words.byLength[length] ?? [] { search.consider(word) }
        }
        search.endList()
      }
      return search.result
    }
  }
}

private struct KnownWord {
  var text: String
  var letters: [UInt8]
  var kinds: LetterKinds
  /// Its place in the order given.
  var position: Int

  init(_ text: String, _ position: Int) {
    self.text = text
    self.position = position
    letters = Self.letters(text)
    kinds = LetterKinds(letters)
  }

  static func letters(_ text: String) -> [UInt8] {
    text.lowercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
  }
}

/// The nearest word to a text of those that were considered.
private struct NearestSearch {
  private let text: String
  private let wanted: [UInt8]
  private let kinds: LetterKinds
  /// More edits than that are too many; the edits of the best word, once there is one.
  private var limit: Int
  private var best: KnownWord?
  private var edits = EditDistance()

  /// No more letters than that are seen as a slip.
  private static let mostEdits = 10

  init(_ text: String) {
    self.text = text
    wanted = KnownWord.letters(text)
    kinds = LetterKinds(wanted)
    limit = min(max(1, (wanted.count + 1) / 3), Self.mostEdits)
  }

  /// Words considered from now on come after those before.
  mutating func endList() { best?.position = -1 }

  /// How many letters a word may have.
  var lengths: Range<Int> { max(0, wanted.count - limit)..<wanted.count + limit + 1 }

  mutating func consider(_ word: KnownWord) {
    guard abs(word.letters.count - wanted.count) <= limit, kinds.mayBeWithin(limit, of: word.kinds),
      let distance = edits.distance(wanted, word.letters, limit: limit)
    else { return }
    if let best, distance == limit, best.position < word.position { return }
    (best, limit) = (word, distance)
  }

  /// Nil when none is near, or the text is the word.
  var result: String? { best?.text == text ? nil : best?.text }
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
  private var beforeLast: [Int] = []
  private var last: [Int] = []
  private var row: [Int] = []

  /// Nil above the limit; the lengths of the texts differ by no more than that.
  mutating func distance(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int? {
    if b.isEmpty { return a.count }
    if row.count <= b.count {
      row = [Int](repeating: 0, count: b.count + 1)
      (beforeLast, last) = (row, row)
    }
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
