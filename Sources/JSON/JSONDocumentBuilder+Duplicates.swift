extension JSONDocumentBuilder {
  /// Below this many members keys are compared pair by pair, above through a table.
  private static var pairwiseLimit: Int { 24 }

  mutating func settleDuplicates(in object: Int) {
    let count = Int(nodes[object].length)
    if count <= Self.pairwiseLimit {
      settlePairwise(in: object, count: count)
    } else {
      settleByTable(in: object, count: count)
    }
  }

  private mutating func settlePairwise(in object: Int, count: Int) {
    var key = object + 1
    for _ in 1..<count {
      let next = subtreeEnd(key + 1)
      if nodes[key].kind == .key {
        var other = next
        while other < nodes.count {
          if nodes[other].span == nodes[key].span, nodes[other].kind == .key, sameText(key, other) {
            replace(key, by: other)
            break
          }
          other = subtreeEnd(other + 1)
        }
      }
      key = next
    }
  }

  /// Most keys of a large object have some bits of their hashes for themselves, which a small table of bits
  /// tells; only those that share them are compared, by way of a table of keys.
  private mutating func settleByTable(in object: Int, count: Int) {
    var hashes = HashBits(count: count)
    var keys = Keys(of: object, count: count)
    while let key = keys.next(in: self) { hashes.insert(nodes[key].span) }
    if hashes.sharedCount == 0 { return }
    var slots = 64
    while slots < 2 * hashes.sharedCount { slots *= 2 }
    // A document has fewer nodes than that: see JSONDocument.memoryLimit.
    var table = [Int32](repeating: -1, count: slots)
    keys = Keys(of: object, count: count)
    while let key = keys.next(in: self) {
      guard hashes.isShared(nodes[key].span) else { continue }
      var slot = Int(nodes[key].span) & (slots - 1)
      while table[slot] >= 0 {
        let earlier = Int(table[slot])
        if nodes[earlier].span == nodes[key].span, sameText(earlier, key) {
          replace(earlier, by: key)
          break
        }
        slot = (slot + 1) & (slots - 1)
      }
      table[slot] = Int32(truncatingIfNeeded: key)
    }
  }

  /// The keys in force of an object, one after another. It does not hold the builder, whose nodes would be copied
  /// when one of them is changed.
  private struct Keys {
    private var key: Int
    private var count: Int

    init(of object: Int, count: Int) {
      key = object + 1
      self.count = count
    }

    mutating func next(in builder: borrowing JSONDocumentBuilder) -> Int? {
      while count > 0 {
        let candidate = key
        key = builder.subtreeEnd(key + 1)
        count -= 1
        if builder.nodes[candidate].kind == .key { return candidate }
      }
      return nil
    }
  }

  private func sameText(_ a: Int, _ b: Int) -> Bool {
    let (a, b) = (nodes[a], nodes[b])
    return a.length == b.length
      && text[a.textRange] == text[b.textRange]
  }

  private mutating func replace(_ first: Int, by second: Int) {
    nodes[first].kind = .replacedKey
    let (node, other) = (nodes[first], nodes[second])
    if node.isMerged || other.isMerged {
      overriddenMerges += 1
      return
    }
    let bytes = text[node.textRange]
    duplicates.append(
      JSONDocument.Duplicate(
        key: String(decoding: bytes, as: UTF8.self),
        first: TextRange(start: node.start, end: node.end),
        second: TextRange(start: other.start, end: other.end)))
  }
}
