import ArgumentParser
import MeshRetryCore

/// A part of the proxies, and of the expectations.
struct Shard: ExpressibleByArgument {
  var index: Int
  var count: Int

  /// `2/5`: the second of five parts.
  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], index >= 1, index <= count
    else { return nil }
    self.index = index
    self.count = count
  }

  /// Whether a resource is in the part: by a hash (FNV-1a) of its mesh and name, so that others
  /// coming and going do not matter.
  func includes(_ resource: Resource) -> Bool {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in "\(resource.mesh)/\(resource.name)".utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return Int(hash % UInt64(count)) == index - 1
  }
}
