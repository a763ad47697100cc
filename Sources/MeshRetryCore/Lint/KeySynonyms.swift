/// Other words for the keys of a policy: those of other systems' retry settings, and short forms.
enum KeySynonyms {
  private static let table: [(key: String, words: Set<String>)] = [
    ("numRetries", ["retries", "attempts", "maxretries", "maxattempts", "retrycount", "count"]),
    ("maxConnectAttempt", ["retries", "attempts", "maxretries", "maxattempts", "numretries"]),
    ("perTryTimeout", ["timeout", "trytimeout", "attempttimeout", "perattempttimeout"]),
    ("baseInterval", ["base", "initial", "initialinterval", "mininterval", "min", "interval"]),
    ("maxInterval", ["max", "maximum", "maxdelay", "limit"]),
    ("retryOn", ["conditions", "retryconditions", "statuscodes", "codes", "retriablestatuscodes"]),
    ("resetHeaders", ["headers"]),
    ("predicate", ["type", "kind"]),
    ("targetRef", ["target", "selector"]),
    ("default", ["conf", "config"]),
  ]

  /// The known key that a word stands for; nil when there is none.
  static func match(_ word: String, in known: [String]) -> String? {
    let word = word.lowercased()
    return table.first { $0.words.contains(word) && known.contains($0.key) }?.key
  }
}
