/// Where a parser takes its bytes from.
public protocol ByteSource {
  /// Fills the buffer from its start; returns the number of bytes, 0 at the end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// Bytes in memory.
public struct ByteBuffer: ByteSource {
  private let bytes: [UInt8]
  private var offset = 0

  /// A source that gives these bytes once.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// A source that gives a text's UTF-8 once.
  public init(_ text: String) { self.bytes = Array(text.utf8) }

  /// Copies the next bytes.
  public mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, bytes.count - offset)
    guard count > 0 else { return 0 }
    bytes.withUnsafeBytes { source in
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[offset..<offset + count]))
    }
    offset += count
    return count
  }
}
