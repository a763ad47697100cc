import Testing

@testable import MeshRetryCore

/// The nearest word is the one that counting edits in full finds.
@Suite struct NearestTests {
  @Test(arguments: 0..<50) func itIsTheOneOfFewestEdits(_ seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    func word() -> String {
      let length = Int.random(in: 0...9, using: &random)
      return String(
        decoding: (0..<length).map { _ in UInt8.random(in: 97...100, using: &random) },
        as: UTF8.self)
    }
    let known = (0..<30).map { _ in word() }
    let words = Nearest.Words(known)
    for _ in 0..<30 {
      let text = word()
      let limit = max(1, (text.utf8.count + 1) / 3)
      let edits = known.map { Self.edits(Array(text.utf8), Array($0.utf8)) }
      let least = edits.min() ?? .max
      let best = least <= limit ? edits.firstIndex(of: least).map { known[$0] } : nil
      #expect(words.nearest(to: text) == (best == text ? nil : best), "\(text) among \(known)")
    }
  }

  @Test func ofSeveralListsTheFirstOneComesFirst() {
    let lists = [["backend-c", "backed"], ["backend", "backend-b"]].map { Nearest.Words($0) }
    for (text, nearest) in [
      "backend-d": "backend-c", "backend-": "backend", "bakced": "backed", "backend-b": nil,
    ] {
      #expect(Nearest.Words.nearest(to: text, in: lists) == nearest, "\(text)")
    }
    #expect(Nearest.Words.nearest(to: "backend-d", in: lists.reversed()) == "backend")
  }

  @Test func longWordsAreComparedInTheirMiddleOnly() {
    let long = String(repeating: "a", count: 200_000)
    #expect(Nearest.match("b" + long, in: [long]) == long)
    #expect(Nearest.match(String(repeating: "b", count: 200_000), in: [long]) == nil)
  }

  /// Letters added, left out, changed, or swapped with their neighbours.
  private static func edits(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var least = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          least = min(least, rows[i - 1][j - 1] + 1)
        }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
