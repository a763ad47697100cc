import Glibc

/// Bytes on their way out, in memory of its own: the writers' inner loops append here.
public struct ByteBuffer: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// How many bytes there are.
  public private(set) var count = 0

  /// An empty buffer.
  public init() {
    capacity = 128 * 1024
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  /// The bytes, good until the next change.
  public var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

  /// Forgets the bytes, keeping the memory.
  public mutating func removeAll() { count = 0 }

  /// Adds a byte.
  @inline(__always)
  mutating func append(_ byte: UInt8) {
    if count == capacity { grow(by: 1) }
    base[count] = byte
    count += 1
  }

  /// Adds some bytes.
  @inline(__always)
  mutating func append(_ start: UnsafePointer<UInt8>, count added: Int) {
    if capacity - count < added { grow(by: added) }
    memcpy(base + count, start, added)
    count += added
  }

  /// Adds some bytes.
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    if let start = bytes.baseAddress { append(start, count: bytes.count) }
  }

  /// Adds a literal.
  @inline(__always)
  mutating func append(_ literal: StaticString) {
    append(literal.utf8Start, count: literal.utf8CodeUnitCount)
  }

  /// Adds a text.
  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// Adds a byte so many times.
  mutating func append(repeating byte: UInt8, count added: Int) {
    if capacity - count < added { grow(by: added) }
    (base + count).update(repeating: byte, count: added)
    count += added
  }

  private mutating func grow(by added: Int) {
    capacity = max(capacity * 2, count + added)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
  }
}
