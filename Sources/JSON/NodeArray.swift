#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The nodes of a document: an array that grows where it lies, if the system can do that, so that the nodes of
/// a long document are never in memory twice.
struct NodeArray: @unchecked Sendable {
  typealias Node = JSONDocument.Node

  private var storage: Storage
  /// What the storage has, at hand.
  private var base: UnsafeMutablePointer<Node>
  private(set) var count = 0

  /// Memory for nodes, which are plain bytes to it.
  private final class Storage: @unchecked Sendable {
    private(set) var base: UnsafeMutablePointer<Node>
    private(set) var capacity: Int

    init(capacity: Int) {
      base = Self.resize(nil, to: capacity)
      self.capacity = capacity
    }

    deinit { free(base) }

    func grow(to capacity: Int) {
      base = Self.resize(base, to: capacity)
      self.capacity = capacity
    }

    /// Where there is no memory the allocation of Swift's own arrays ends the program, here as there.
    private static func resize(
      _ old: UnsafeMutablePointer<Node>?, to capacity: Int
    ) -> UnsafeMutablePointer<Node> {
      let size = Swift.max(1, capacity) * MemoryLayout<Node>.stride
      let memory = realloc(old, size) ?? .allocate(byteCount: size, alignment: 16)
      return memory.assumingMemoryBound(to: Node.self)
    }
  }

  private static let none = Storage(capacity: 0)

  /// No nodes.
  init() {
    storage = Self.none
    base = storage.base
  }

  init(_ nodes: some Collection<Node>) {
    self.init()
    reserveCapacity(nodes.count)
    for node in nodes { append(node) }
  }

  mutating func append(_ node: Node) {
    if !isKnownUniquelyReferenced(&storage) || count == storage.capacity {
      makeRoom(for: count < storage.capacity ? storage.capacity : Swift.max(16, 2 * count))
    }
    (base + count).initialize(to: node)
    count += 1
  }

  /// Makes room for so many nodes in all.
  mutating func reserveCapacity(_ capacity: Int) {
    if !isKnownUniquelyReferenced(&storage) || capacity > storage.capacity {
      makeRoom(for: Swift.max(capacity, count))
    }
  }

  /// The same, where all of it will be written.
  mutating func prepareCapacity(_ capacity: Int) {
    reserveCapacity(capacity)
    LargePages.prepare(
      UnsafeMutableRawBufferPointer(
        start: base, count: storage.capacity * MemoryLayout<Node>.stride))
  }

  /// Memory of its own for so many; the nodes that are there come along.
  private mutating func makeRoom(for capacity: Int) {
    if isKnownUniquelyReferenced(&storage) {
      storage.grow(to: capacity)
    } else {
      let own = Storage(capacity: capacity)
      own.base.initialize(from: base, count: count)
      storage = own
    }
    base = storage.base
  }

  func withUnsafeBufferPointer<Value>(_ body: (UnsafeBufferPointer<Node>) -> Value) -> Value {
    withExtendedLifetime(storage) { body(UnsafeBufferPointer(start: base, count: count)) }
  }
}

extension NodeArray: RandomAccessCollection, MutableCollection {
  var startIndex: Int { 0 }
  var endIndex: Int { count }

  subscript(index: Int) -> Node {
    get {
      precondition(index >= 0 && index < count)
      return withExtendedLifetime(storage) { base[index] }
    }
    set {
      precondition(index >= 0 && index < count)
      if !isKnownUniquelyReferenced(&storage) { makeRoom(for: storage.capacity) }
      base[index] = newValue
    }
    _modify {
      precondition(index >= 0 && index < count)
      if !isKnownUniquelyReferenced(&storage) { makeRoom(for: storage.capacity) }
      yield &base[index]
    }
  }
}

extension NodeArray: Equatable {
  static func == (a: Self, b: Self) -> Bool { a.elementsEqual(b) }
}
