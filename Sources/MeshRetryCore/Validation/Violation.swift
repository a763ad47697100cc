/// Something that Kuma's validator refuses.
struct Violation {
  /// The rule of ours that it falls under.
  var code: RuleCode
  /// The field, as it stands in the document and as Kuma prints it.
  var place: Place
  /// Kuma's text.
  var message: String
  /// What is wrong, where Kuma's text does not go on from the field's name.
  var plainMessage: String?
  /// What to write instead, when it is known.
  var suggestion: String?
  /// What to write instead, when there is exactly one right answer.
  var fix: String?
  /// What else there is to say, such as the values that are taken.
  var help: String?

  /// What is wrong, in a sentence that names the offender.
  var sentence: String {
    let hint = suggestion.map { "; did you mean '\($0)'?" } ?? ""
    if let plainMessage { return plainMessage + hint }
    switch code {
    case .unknownRetryOn:
      return "unknown retryOn item" + message.dropFirst("unknown item".count) + hint
    case .unknownStatusCode:
      return "status code" + message.dropFirst("unknown item".count) + " is none that Kuma knows"
    default: return "\(place.path.lastKey) \(message)\(hint)"
    }
  }
}

/// A field in two spellings: where it stands in the document, and what Kuma prints.
///
/// Kuma's paths have a segment `conf` that no document has: `spec.to[0].default.conf.http`.
struct Place {
  /// Where the document has it.
  var path: FieldPath
  /// What Kuma prints.
  var field: String

  /// Whether the way is kept.
  var isFollowed = true

  func key(_ key: String) -> Place {
    isFollowed ? Place(path: path.key(key), field: "\(field).\(key)") : self
  }

  func index(_ index: Int) -> Place {
    isFollowed ? Place(path: path.index(index), field: "\(field)[\(index)]") : self
  }

  /// The same value under Kuma's extra segment.
  var conf: Place { isFollowed ? Place(path: path, field: field + ".conf") : self }

  /// A place of which no text will be made.
  static let unfollowed = Place(path: FieldPath(), field: "", isFollowed: false)

  static let spec = Place(path: FieldPath("spec"), field: "spec")
}
