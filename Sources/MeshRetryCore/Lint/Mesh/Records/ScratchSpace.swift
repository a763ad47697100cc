/// Room for bytes beside memory, for what would grow with the input.
public protocol ScratchSpace: Sendable {
  /// Puts bytes away, and returns where they lie; nil where there is no room for them, and they have to stay in
  /// memory.
  func put(_ bytes: [UInt8]) -> Range<Int>?

  /// The bytes that were put away there.
  ///
  /// - Throws: what kept them from being read.
  func bytes(at place: Range<Int>) throws -> [UInt8]
}

/// Bytes that lie in memory or in scratch space.
enum StoredBytes: Sendable {
  case memory([UInt8])
  case scratch(Range<Int>, any ScratchSpace)

  /// Puts bytes away where there is scratch space with room for them.
  init(_ bytes: [UInt8], in scratch: (any ScratchSpace)?) {
    if let scratch, let place = scratch.put(bytes) {
      self = .scratch(place, scratch)
    } else {
      self = .memory(bytes)
    }
  }

  func bytes() throws -> [UInt8] {
    switch self {
    case .memory(let bytes): bytes
    case .scratch(let place, let scratch): try scratch.bytes(at: place)
    }
  }
}
