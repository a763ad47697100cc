/// The word that was probably meant.
public enum Nearest {
  /// The known word that is nearest to a text, letter case and `-`, `_` aside: the same word, or one
  /// with few letters added, left out, changed or swapped. Nil when none is near.
  public static func match(_ text: String, in known: [String]) -> String? {
    let wanted = simplified(text)
    let limit = max(1, (wanted.count + 1) / 3)
    let best = known.map { (word: $0, distance: distance(wanted, simplified($0), limit: limit)) }
      .filter { $0.distance <= limit }
      .min { $0.distance < $1.distance }
    return best?.word == text ? nil : best?.word
  }

  private static func simplified(_ text: String) -> [UInt8] {
    text.lowercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
  }

  /// The Damerau–Levenshtein distance (neighbours may be swapped); above the limit any larger number.
  private static func distance(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int {
    if abs(a.count - b.count) > limit { return limit + 1 }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
