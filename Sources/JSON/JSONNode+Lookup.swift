/// Finding members of an object by their keys, without a node for each key that is passed.
extension JSONNode {
  /// The value of a key; nil when this is no object or the key is absent.
  public subscript(key: String) -> JSONNode? { member(key)?.value }

  /// The value of a key; nil when this is no object or the key is absent.
  public subscript(key: JSONKey) -> JSONNode? { member(key)?.value }

  /// The key and the value of a member; nil when this is no object or the key is absent.
  public func member(_ key: String) -> Member? {
    var key = key
    return key.withUTF8 { member($0, hash: JSONDocument.keyHash($0)) }
  }

  /// The key and the value of a member; nil when this is no object or the key is absent.
  public func member(_ key: JSONKey) -> Member? {
    key.bytes.withUnsafeBufferPointer { member($0, hash: key.hash) }
  }

  /// The first member whose key differs in letter case at most, as `LetterCase` has it.
  public func memberIgnoringCase(_ key: String) -> Member? {
    var key = key
    return key.withUTF8 { text in
      member { node in
        document.withText(of: node) { LetterCase.areEqual($0, text) }
      }
    }
  }

  /// Whether this is a string or key with exactly that text.
  public func hasText(_ text: String) -> Bool {
    var text = text
    return text.withUTF8(hasText)
  }

  /// Whether this is a string or key with the text of that key.
  public func hasText(_ key: JSONKey) -> Bool { key.bytes.withUnsafeBufferPointer(hasText) }

  private func hasText(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let node = document.nodes[index]
    switch node.kind {
    case .string, .key, .replacedKey: return document.hasText(node, text)
    default: return false
    }
  }

  private func member(_ key: UnsafeBufferPointer<UInt8>, hash: UInt32) -> Member? {
    member { $0.span == hash && document.hasText($0, key) }
  }

  /// The first member in force whose key is meant.
  private func member(where isMeant: (JSONDocument.Node) -> Bool) -> Member? {
    guard let key = document.key(of: index, where: isMeant) else { return nil }
    return (
      JSONNode(document: document, index: key), JSONNode(document: document, index: key + 1)
    )
  }
}

extension JSONDocument {
  /// The first key in force of an object that is meant; nil for another type.
  fileprivate func key(of object: Int, where isMeant: (Node) -> Bool) -> Int? {
    nodes.withUnsafeBufferPointer { nodes in
      guard nodes[object].kind == .object else { return nil }
      var key = object + 1
      for _ in 0..<nodes[object].length {
        if nodes[key].kind == .key, isMeant(nodes[key]) { return key }
        let value = nodes[key + 1]
        key += 1 + (value.kind == .object || value.kind == .array ? Int(value.span) : 1)
      }
      return nil
    }
  }

  /// Whether that is the text of a scalar or key.
  func hasText(_ node: Node, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard node.length == text.count else { return false }
    return withText(of: node) { own in
      let (own, text) = (UnsafeRawBufferPointer(own), UnsafeRawBufferPointer(text))
      var index = 0
      while index + 8 <= text.count {
        let word = own.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        if word != text.loadUnaligned(fromByteOffset: index, as: UInt64.self) { return false }
        index += 8
      }
      while index < text.count {
        if own[index] != text[index] { return false }
        index += 1
      }
      return true
    }
  }

  /// Shows the text of a scalar or key.
  func withText<Result>(
    of node: Node, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    text.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[node.textRange])) }
  }
}
