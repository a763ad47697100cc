import Testing

@testable import JSON

/// Escapes are looked for eight bytes at a time.
@Suite struct JSONEscapeTests {
  @Test func everyByteIsSeenAtEveryPlace() {
    for byte in UInt8.min...UInt8.max {
      let isNeeded = byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
      #expect(JSONEscape.isNeeded(byte) == isNeeded)
      for count in 1...20 {
        for place in 0..<count {
          // Neighbours of all kinds that need no escape, those of which a bit may be carried among them.
          for other: UInt8 in [0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7F, 0x80, 0xFF] {
            var text = [UInt8](repeating: other, count: count)
            text[place] = byte
            let found = text.withUnsafeBufferPointer { JSONEscape.isNeeded(in: $0) }
            if found != isNeeded { Issue.record("\(byte) at \(place) of \(count) in \(other)") }
          }
        }
      }
    }
  }
}
