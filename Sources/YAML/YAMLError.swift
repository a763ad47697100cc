import JSON

/// Why a YAML text cannot be turned into JSON, and where.
public struct YAMLError: Error, Equatable, Sendable {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    /// libyaml's scanner, parser or reader refuses the text; its words.
    case syntax(String)
    /// A mapping key that is a mapping or a sequence.
    case collectionAsKey
    /// A mapping key that is null, or an integer above 2⁶³−1.
    case unsupportedKey(String)
    /// A scalar that is not of its tag: `!!int abc`.
    case wrongTag(value: String, tag: String)
    /// `!!binary` with something that is no base64.
    case invalidBase64
    /// Infinity or not a number, which JSON does not have.
    case notFinite(String)
    /// An alias to an anchor that the document does not have.
    case unknownAnchor(String)
    /// An alias inside the value of its own anchor.
    case anchorContainsItself(String)
    /// A merge key whose value is no mapping nor a sequence of mappings.
    case mergeOfNonMapping
    /// So many aliases of aliases that the document grows out of proportion.
    case excessiveAliasing
    /// More than so many collections in each other.
    case tooDeep(limit: Int)
    /// More than so many `%TAG` lines before a document.
    case tooManyTagDirectives(limit: Int)
    /// Something else than a comment after `---`, where kubectl cuts the text.
    case invalidSeparator(String)
    /// A document that takes more memory than ``JSONDocument/memoryLimit``.
    case tooLarge
    /// A document that takes too much memory for the length of its text.
    case tooDense
  }

  /// What is wrong.
  public let reason: Reason
  /// Where it is.
  public let position: Position
  /// What libyaml was reading, and where that begins.
  public let context: Context?

  /// A place that a mistake may come from. A class, so that the error stays small: it is passed on for
  /// every event of a text, thrown or not.
  public final class Context: Equatable, Sendable {
    /// libyaml's words: `while parsing a block mapping`.
    public let text: String
    /// Where it begins.
    public let position: Position

    init(text: String, position: Position) {
      self.text = text
      self.position = position
    }

    /// The same words at the same place.
    public static func == (a: Context, b: Context) -> Bool {
      a.text == b.text && a.position == b.position
    }
  }

  init(reason: Reason, position: Position, context: Context? = nil) {
    self.reason = reason
    self.position = position
    self.context = context
  }

  /// The error of a text that stands in another one from there on.
  func moved(to start: Position) -> YAMLError {
    YAMLError(
      reason: reason, position: position.moved(to: start),
      context: context.map { Context(text: $0.text, position: $0.position.moved(to: start)) })
  }

  /// Whether the rest of the stream cannot be read either.
  public var endsStream: Bool {
    switch reason {
    case .syntax, .tooDeep, .tooManyTagDirectives, .tooLarge, .tooDense, .invalidSeparator: true
    default: false
    }
  }

  /// What is wrong, in words.
  public var message: String {
    switch reason {
    case .syntax(let problem): problem
    case .collectionAsKey: "a mapping or sequence cannot be a key"
    case .unsupportedKey(let text): "'\(text)' cannot be a key"
    case .wrongTag(let value, let tag): "'\(value)' is not of type \(tag)"
    case .invalidBase64: "!!binary value is not base64"
    case .notFinite(let text): "'\(text)' has no JSON form"
    case .unknownAnchor(let name): "unknown anchor '\(name)'"
    case .anchorContainsItself(let name): "anchor '\(name)' contains itself"
    case .mergeOfNonMapping: "a merge key needs a mapping or a sequence of mappings"
    case .excessiveAliasing: "too many aliases of aliases"
    case .tooDeep(let limit): "nested more than \(limit) levels deep"
    case .tooManyTagDirectives(let limit): "more than \(limit) %TAG directives"
    case .invalidSeparator(let rest): "invalid Yaml document separator: \(rest)"
    case .tooLarge: "document takes more than 1 GiB of memory"
    case .tooDense: "document takes more memory than 64 MiB and six times its text"
    }
  }

  /// What to look at, for mistakes whose words do not say it.
  public var help: String? {
    switch reason {
    case .collectionAsKey, .mergeOfNonMapping:
      return "a template's {{ … }} must be rendered first, or stand in quotes"
    case .syntax(let problem):
      return Self.advice.first { problem.contains($0.words) }?.help
    default: return nil
    }
  }

  private static let advice: [(words: String, help: String)] = [
    (
      "cannot start any token",
      "indent with blanks, not tabs; put a text that begins with @, ` or % in quotes"
    ),
    ("found a tab character", "indent with blanks, not tabs"),
    (
      "did not find expected <document start>",
      "begin each document with ---; JSON documents one a line are for the other tools"
    ),
    ("did not find expected key", "keys of one mapping begin in the same column"),
    ("did not find expected '-'", "items of one list begin in the same column"),
    (
      "mapping values are not allowed", "put a text with ': ' in quotes, or look at the indentation"
    ),
    ("could not find expected ':'", "a key ends in ':', with a blank or a new line after it"),
  ]
}
