/// A key that is looked up often: its text with the hash by which documents know their keys.
public struct JSONKey: Sendable, ExpressibleByStringLiteral {
  /// The key's text.
  public let text: String
  fileprivate let bytes: [UInt8]
  fileprivate let hash: UInt32

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

/// Keys that are looked up together.
public struct JSONKeyTable: Sendable {
  private let hashes: [UInt32]
  /// The texts of the keys, and where each begins; one more for the end of the last.
  private let text: [UInt8]
  private let starts: [Int]

  /// A table of those keys.
  public init(_ keys: [JSONKey]) {
    hashes = keys.map(\.hash)
    text = keys.flatMap(\.bytes)
    starts = keys.reduce(into: [0]) { starts, key in
      starts.append((starts.last ?? 0) + key.bytes.count)
    }
  }

  /// Which of the keys a key of an object is; nil when it is none of them.
  public func index(of node: JSONNode) -> Int? {
    let key = node.document.nodes[node.index]
    guard key.kind == .key else { return nil }
    for index in hashes.indices where hashes[index] == key.span {
      let count = starts[index + 1] - starts[index]
      if key.length == count, equals(from: starts[index], count, key, in: node.document) {
        return index
      }
    }
    return nil
  }

  private func equals(
    from start: Int, _ count: Int, _ key: JSONDocument.Node, in document: JSONDocument
  ) -> Bool {
    text.withUnsafeBufferPointer { own in
      document.text.withUnsafeBufferPointer { other in
        for index in 0..<count where own[start + index] != other[Int(key.offset) + index] {
          return false
        }
        return true
      }
    }
  }
}

extension JSONDocument {
  /// A hash of the text, eight bytes at a time: enough to tell most keys apart without looking at them.
  static func keyHash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let raw = UnsafeRawBufferPointer(bytes)
    var hash = UInt64(truncatingIfNeeded: bytes.count)
    var index = 0
    while index + 8 <= raw.count {
      hash = mix(hash, raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var rest: UInt64 = 0
    while index < raw.count {
      rest = rest << 8 | UInt64(raw[index])
      index += 1
    }
    hash = mix(hash, rest)
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }

  /// An odd multiplier spreads each bit upwards, the shift brings it down again.
  private static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 29
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
