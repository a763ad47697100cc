/// Where a parser takes its bytes from.
public protocol ByteSource {
  /// Fills the buffer from its start; returns the number of bytes, 0 at the end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// Bytes in memory.
public struct ByteBuffer: ByteSource {
  /// What is still to be given.
  private var rest: ArraySlice<UInt8>

  /// A source that gives these bytes once.
  public init(_ bytes: [UInt8]) { rest = bytes[...] }

  /// A source that gives these bytes once.
  public init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// A source that gives a text's UTF-8 once.
  public init(_ text: String) { self.init(Array(text.utf8)) }

  /// Copies the next bytes.
  public mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, rest.count)
    guard count > 0 else { return 0 }
    rest.withUnsafeBytes { source in
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[..<count]))
    }
    rest = rest.dropFirst(count)
    return count
  }
}
