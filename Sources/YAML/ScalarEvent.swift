import CLibYAML
import JSON

/// A scalar as it stands in a text; good as long as what it was read from is.
struct ScalarEvent {
  /// Its text, quotes and escapes resolved.
  let text: UnsafeBufferPointer<UInt8>
  /// Where it stands.
  let range: TextRange
  /// Whether it is in plain style, and means what its text says.
  private let isPlain: Bool
  /// Whether its tag is not needed, were it plain.
  private let isImplicit: Bool
  private let anchorName: UnsafeMutablePointer<yaml_char_t>?
  private let tagName: UnsafeMutablePointer<yaml_char_t>?

  /// As libyaml reports it.
  init(_ event: UnsafePointer<yaml_event_t>) {
    let data = event.pointee.data.scalar
    text = UnsafeBufferPointer(start: UnsafePointer(data.value), count: data.length)
    range = TextRange(event)
    isImplicit = data.plain_implicit != 0
    isPlain = isImplicit && data.style == YAML_PLAIN_SCALAR_STYLE
    (anchorName, tagName) = (data.anchor, data.tag)
  }

  /// One without anchor and tag.
  init(_ text: UnsafeBufferPointer<UInt8>, at range: TextRange, isPlain: Bool) {
    (self.text, self.range, self.isPlain) = (text, range, isPlain)
    isImplicit = isPlain
    (anchorName, tagName) = (nil, nil)
  }

  var string: String { String(decoding: text, as: UTF8.self) }

  /// The name that aliases may call it by.
  var anchor: String? { anchorName.map { String(cString: $0) } }

  private var tag: String? { tagName.map { String(cString: $0) } }

  /// A plain `<<`, or one with the merge tag; a quoted one is an ordinary key.
  var isMergeKey: Bool {
    guard text.count == 2, text[0] == UInt8(ascii: "<"), text[1] == UInt8(ascii: "<") else {
      return false
    }
    return isImplicit || tag == ScalarResolution.Tag.merge.rawValue
  }

  /// What Kuma takes it for.
  func resolved() throws(YAMLError) -> ResolvedScalar {
    if let tag {
      do throws(ScalarResolution.Mismatch) {
        return try ScalarResolution.resolve(text, tag: tag)
      } catch {
        throw YAMLError(reason: error.reason, position: range.start)
      }
    }
    return isPlain ? ScalarResolution.resolve(text) : .text
  }

  /// Whether a value without a tag is read as something else than a reader expects.
  func isSurprising(_ resolved: ResolvedScalar) -> Bool {
    resolved != .text && tagName == nil && ScalarSurprise.isSurprising(resolved, text)
  }

  /// Its text as a key where that is not the scalar's own; nil where it is.
  func keyText(_ resolved: ResolvedScalar) throws(YAMLError) -> [UInt8]? {
    switch resolved {
    case .text: return nil
    case .bool, .integer, .float: return Array(resolved.readAs(isKey: true).utf8)
    case .bytes(let bytes): return Array(String(decoding: bytes, as: UTF8.self).utf8)
    case .null, .unsigned:
      throw YAMLError(reason: .unsupportedKey(string), position: range.start)
    }
  }
}

extension ResolvedScalar {
  /// What messages say it is read as: its JSON, or its text as a key.
  func readAs(isKey: Bool) -> String {
    switch self {
    case .bool(let value): String(value)
    case .integer(let value): String(value)
    case .unsigned(let value): String(value)
    case .float(let value): isKey ? GoNumber.keyText(value) : GoNumber.jsonText(value)
    case .null, .text, .bytes: "null"
    }
  }
}
