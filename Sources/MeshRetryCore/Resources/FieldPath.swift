import JSON

/// A path to a value in a document: `spec.to[0].default.http.retryOn[1]`.
public struct FieldPath: Sendable, Hashable, CustomStringConvertible {
  /// A step on the way.
  public enum Step: Sendable, Hashable {
    /// Into the member of that key.
    case key(String)
    /// Into the element at that index.
    case index(Int)
  }

  /// The steps from the document's root.
  public var steps: [Step]

  /// The path of those steps.
  public init(_ steps: [Step] = []) { self.steps = steps }

  /// The path of a key of the root.
  public init(_ key: String) { steps = [.key(key)] }

  /// The path to a member.
  public func key(_ key: String) -> FieldPath { FieldPath(steps + [.key(key)]) }

  /// The path to an element.
  public func index(_ index: Int) -> FieldPath { FieldPath(steps + [.index(index)]) }

  /// `spec.to[0].default`
  public var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .key(let key): text += text.isEmpty ? key : ".\(key)"
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }

  /// The path as a JSON pointer (RFC 6901): `/spec/to/0/default`.
  public var pointer: String {
    steps.map { step in
      switch step {
      case .key(let key): "/" + Self.escaped(key)
      case .index(let index): "/\(index)"
      }
    }.joined()
  }

  private static func escaped(_ key: String) -> String {
    guard key.contains("~") || key.contains("/") else { return key }
    return key.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
  }

  /// Where the path leads: the scalar itself, the key of a collection, or the key of the innermost
  /// member on the way that is there when the rest is missing. Keys match in any letter case when
  /// there is no exact match, as Go's decoder has it.
  func locate(in root: JSONNode) -> TextRange { member(in: root).range }

  /// The same path with its keys spelt as the document spells them, where Go's decoder matched them in
  /// another letter case.
  func asWritten(in root: JSONNode) -> FieldPath {
    var node: JSONNode? = root
    return FieldPath(
      steps.map { step in
        switch step {
        case .index(let index):
          node = node?[index]
          return step
        case .key(let key):
          let member = node?.member(key) ?? node?.memberIgnoringCase(key)
          node = member?.value
          return .key(member?.key.string ?? key)
        }
      })
  }

  /// The node whose place ``locate(in:)`` gives: the value, or a key.
  func member(in root: JSONNode) -> JSONNode {
    member(in: root, ElementCursor())
  }

  /// The same, for one of many paths into a document.
  func member(in root: JSONNode, _ cursor: ElementCursor) -> JSONNode {
    var node = root
    var place = root
    for step in steps {
      switch step {
      case .key(let key):
        guard let (name, value) = node.member(key) ?? node.memberIgnoringCase(key) else {
          return place
        }
        place = value.kind == .object || value.kind == .array ? name : value
        node = value
      case .index(let index):
        guard node.kind == .array, let element = cursor.element(index, of: node) else {
          return place
        }
        place = element
        node = element
      }
    }
    return place
  }
}
