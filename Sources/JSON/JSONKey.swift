/// A key that is looked up often: its text with the hash by which documents know their keys.
public struct JSONKey: Sendable, ExpressibleByStringLiteral {
  /// The key's text.
  public let text: String
  private let bytes: [UInt8]
  private let hash: UInt32

  /// A key of that text.
  public init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
    hash = bytes.withUnsafeBufferPointer(JSONDocument.keyHash)
  }

  /// A key of that text.
  public init(stringLiteral text: String) { self.init(text) }

  func matches(_ key: JSONDocument.Node, in document: JSONDocument) -> Bool {
    guard key.span == hash, key.length == bytes.count else { return false }
    return document.text.withUnsafeBufferPointer { text in
      let start = Int(key.offset)
      for index in bytes.indices where text[start + index] != bytes[index] { return false }
      return true
    }
  }
}

extension JSONDocument {
  /// FNV-1a over the bytes: enough to tell most keys apart without looking at their text.
  static func keyHash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash: UInt32 = 2_166_136_261
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return hash
  }
}

extension JSONNode {
  /// The value of a key; nil when this is no object or the key is absent.
  public subscript(key: JSONKey) -> JSONNode? { member(key)?.value }

  /// The key and the value of a member; nil when this is no object or the key is absent.
  public func member(_ key: JSONKey) -> Member? {
    members.first { $0.key.isKey(key) }
  }

  /// Whether this is that key, of an object.
  public func isKey(_ key: JSONKey) -> Bool {
    document.nodes[index].kind == .key && key.matches(document.nodes[index], in: document)
  }
}
