/// What was probably meant by an item of `retryOn` that Kuma does not know.
struct RetryOnAdvice {
  /// The nearest item; nil when none is near.
  let nearest: String?
  /// Where the item belongs, or how several are written; nil when there is nothing to say.
  let help: String?

  /// The advice on an item of a list whose known items are those.
  init(_ item: String, known: [String]) {
    let words = Self.words(item, known)
    if words.count > 1 {
      nearest = nil
      help = "one item for each word: \(Self.list(words))"
      return
    }
    nearest = Self.nearest(item, known)
    let elsewhere = [
      ("http", HTTPRetryOn.allCases.map(\.rawValue)),
      ("grpc", GRPCRetryOn.allCases.map(\.rawValue)),
    ].first { section, items in
      !items.elementsEqual(known) && TextFix.spelling(of: item, in: items) != nil
    }
    help = elsewhere.map { "'\(item)' is an item of \($0.0).retryOn" }
  }

  /// A text with commas or blanks, such as Envoy's `retry_on`, as a list of items: `[Reset, "503"]`.
  static func list(from text: String, known: [String]) -> String { list(words(text, known)) }

  private static func words(_ text: String, _ known: [String]) -> [String] {
    text.split { $0 == "," || $0 == " " }.map { word in
      TextFix.spelling(of: String(word), in: known) ?? String(word)
    }
  }

  private static func list(_ words: [String]) -> String {
    let items = words.map { word in
      word.utf8.allSatisfy { (0x30...0x39).contains($0) } ? "\"\(word)\"" : word
    }
    return "[\(items.joined(separator: ", "))]"
  }

  /// The nearest item, also by the bare name of a method.
  private static func nearest(_ item: String, _ known: [String]) -> String? {
    let method = "HttpMethod\(item)"
    return Nearest.match(item, in: known) ?? TextFix.spelling(of: method, in: known)
  }
}
