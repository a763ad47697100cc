import Synchronization

@testable import MeshRetryCore

/// Scratch space for tests, with so much room.
final class MemoryScratch: ScratchSpace {
  private let room: Int
  private let stored = Mutex<[UInt8]>([])

  init(room: Int = .max) { self.room = room }

  /// The bytes that were put there.
  var count: Int { stored.withLock(\.count) }

  func put(_ bytes: [UInt8]) -> Range<Int>? {
    stored.withLock { stored in
      guard stored.count + bytes.count <= room else { return nil }
      defer { stored += bytes }
      return stored.count..<stored.count + bytes.count
    }
  }

  func bytes(at place: Range<Int>) throws -> [UInt8] {
    stored.withLock { Array($0[place]) }
  }
}

/// Scratch space that takes everything and gives nothing back.
struct LostScratch: ScratchSpace {
  struct Lost: Error {}

  func put(_ bytes: [UInt8]) -> Range<Int>? { 0..<bytes.count }

  func bytes(at place: Range<Int>) throws -> [UInt8] { throw Lost() }
}
