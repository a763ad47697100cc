/// A key that is looked up often: its text with the hash by which documents know their keys.
public struct JSONKey: Sendable, ExpressibleByStringLiteral {
  /// The key's text.
  public let text: String
  let bytes: [UInt8]
  let hash: UInt32

  /// A key of that text.
  public init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
    hash = bytes.withUnsafeBufferPointer(JSONDocument.keyHash)
  }

  /// A key of that text.
  public init(stringLiteral text: String) { self.init(text) }
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

  /// Gives the members in force of an object, in order, each with which of the keys it has, if any; none for
  /// another type.
  @inline(__always)
  public func forEachMember(
    of object: JSONNode, _ body: (Int?, _ key: JSONNode, _ value: JSONNode) -> Void
  ) {
    let document = object.document
    guard document.nodes[object.index].kind == .object else { return }
    var key = object.index + 1
    for _ in 0..<document.nodes[object.index].length {
      if document.nodes[key].kind == .key {
        body(
          index(of: document.nodes[key], in: document), JSONNode(document: document, index: key),
          JSONNode(document: document, index: key + 1))
      }
      key = document.next(key + 1)
    }
  }

  private func index(of key: JSONDocument.Node, in document: JSONDocument) -> Int? {
    for index in hashes.indices where hashes[index] == key.span {
      let isEqual = text.withUnsafeBufferPointer { text in
        document.hasText(
          key, UnsafeBufferPointer(rebasing: text[starts[index]..<starts[index + 1]]))
      }
      if isEqual { return index }
    }
    return nil
  }

  /// The first of the keys from which a key of an object differs in letter case at most.
  public func indexIgnoringCase(of key: JSONNode) -> Int? {
    key.document.withText(of: key.document.nodes[key.index]) { own in
      text.withUnsafeBufferPointer { text in
        hashes.indices.first {
          LetterCase.areEqual(own, UnsafeBufferPointer(rebasing: text[starts[$0]..<starts[$0 + 1]]))
        }
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
