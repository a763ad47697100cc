/// A release of Kuma (and of Kong Mesh, which numbers alike).
public struct Release: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// 2, for every release with MeshRetry.
  public let major: UInt16
  /// The minor number.
  public let minor: UInt16
  /// The patch number.
  public let patch: UInt16

  /// A release from its numbers.
  public init(_ major: UInt16, _ minor: UInt16, _ patch: UInt16) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// Older before newer.
  public static func < (a: Release, b: Release) -> Bool {
    (a.major, a.minor, a.patch) < (b.major, b.minor, b.patch)
  }

  /// `2.3.7`.
  public var description: String { "\(major).\(minor).\(patch)" }

  /// `2.3`.
  public var line: String { "\(major).\(minor)" }

  /// The release a text names: `2.3.1`, or `2.3` for the newest patch of that line; a leading `v` is
  /// fine. Nil when it is none that this project covers.
  public init?(parsing text: String) {
    let numbers = (text.hasPrefix("v") ? text.dropFirst() : text[...]).split(
      separator: ".", omittingEmptySubsequences: false
    ).map { UInt16($0) }
    guard numbers.count == 2 || numbers.count == 3, let major = numbers[0], let minor = numbers[1],
      let newest = Self.newestPatches.first(where: { $0.major == major && $0.minor == minor })
    else { return nil }
    if numbers.count == 2 {
      self = newest
    } else {
      guard let patch = numbers[2] else { return nil }
      self.init(major, minor, patch)
    }
  }

  /// The text of what `--release` takes, for messages.
  public static var coveredText: String {
    "\(newestPatches.first?.line ?? "") to \(newestPatches.last?.line ?? "")"
  }
}
