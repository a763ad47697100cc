extension String {
  /// Whether another text differs in letter case at most.
  func equalsIgnoringCase(_ other: String) -> Bool {
    var (rest, otherRest) = (utf8.makeIterator(), other.utf8.makeIterator())
    while true {
      switch (rest.next(), otherRest.next()) {
      case (nil, nil): return true
      case (let a?, let b?) where a < 0x80 && b < 0x80:
        if Self.lowercased(a) != Self.lowercased(b) { return false }
      case (let a, let b):
        // Letters beyond ASCII are few, and some of them become ASCII: the Kelvin sign.
        let oneHasEnded = (a ?? 0) < 0x80 && (b ?? 0) < 0x80
        return !oneHasEnded && lowercased() == other.lowercased()
      }
    }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
