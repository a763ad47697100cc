import JSON

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What was read of a stream and may still be needed: bytes come at the end and go at the front.
///
/// Its memory grows where it is, if the system can do that, and is read into: a long text is not copied.
struct StreamBytes: ~Copyable {
  private var memory: UnsafeMutableRawPointer?
  private var capacity = 0
  private(set) var count = 0

  /// What is read at once.
  private static let readSize = 64 * 1024

  deinit { free(memory) }

  /// The bytes, until the next change.
  var all: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: memory?.assumingMemoryBound(to: UInt8.self), count: count)
  }

  /// Reads on; how many bytes came. Nil when there is no memory for more.
  ///
  /// - Throws: what the source throws.
  mutating func read(from source: inout any ByteSource) throws -> Int? {
    if capacity - count < Self.readSize, !resize(to: max(2 * capacity, count + Self.readSize)) {
      return nil
    }
    guard let memory else { return nil }
    let read = try source.read(
      into: UnsafeMutableRawBufferPointer(start: memory + count, count: Self.readSize))
    count += read
    return read
  }

  /// Lets go of bytes at the front, and, after a long document, of its room.
  mutating func removeFirst(_ removed: Int) {
    guard let memory else { return }
    count -= removed
    memmove(memory, memory + removed, count)
    if capacity > 1 << 20, count < capacity / 4 { _ = resize(to: count + Self.readSize) }
  }

  private mutating func resize(to size: Int) -> Bool {
    guard let resized = realloc(memory, size) else { return false }
    (memory, capacity) = (resized, size)
    LargePages.prepare(UnsafeMutableRawBufferPointer(start: resized, count: size))
    return true
  }
}
