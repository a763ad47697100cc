/// Writing numbers and texts as bytes, one after another: what is kept of many documents is kept so.
///
/// Small numbers take one byte (but those in order, which take all of theirs), a text its length and its UTF-8; nil differs from empty. What often comes again
/// is written once, and then as the way back to it. Nothing marks what a value is: values are read, by
/// `PackedReader`, in the order in which they were written. Equal values have equal bytes, what is written once
/// aside.
extension [UInt8] {
  /// Seven bits a byte, the lowest first; all but the last byte have their highest bit set.
  mutating func pack(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  /// Small negative numbers are short too.
  mutating func pack(signed number: Int64) { pack(UInt64(bitPattern: number << 1 ^ number >> 63)) }

  /// All bytes of a number, the highest first: they are in the order of the numbers.
  mutating func pack(bigEndian number: some FixedWidthInteger) {
    for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  mutating func pack(_ text: String?) {
    guard let text else { return append(0) }
    pack(count: text.utf8.count)
    append(contentsOf: text.utf8)
  }

  mutating func pack(_ texts: [String]?) {
    guard let texts else { return append(0) }
    pack(count: texts.count)
    for text in texts { pack(text) }
  }

  /// The order of the entries, which does not count, is not kept.
  mutating func pack(_ map: StringMap?) {
    guard let map else { return append(0) }
    pack(count: map.entries.count)
    for (key, value) in map.sorted {
      pack(key)
      pack(value)
    }
  }

  /// How many of something follow, or which it is; 0 stands for nil.
  mutating func pack(count: Int?) { pack(count.map { UInt64($0) + 1 } ?? 0) }

  /// What is written, behind a 0; or how many bytes back the same was written.
  mutating func packOnce(_ recent: inout RecentPieces, _ write: (inout [UInt8]) -> Void) {
    let start = count
    append(0)
    write(&self)
    let earlier = withUnsafeBufferPointer { recent.place(of: start + 1, in: $0) }
    guard earlier <= start else { return }
    removeSubrange(start...)
    pack(UInt64(start - earlier))
  }
}

/// Where pieces of some bytes begin that may come again: of those of one hash, the last one.
struct RecentPieces: Sendable {
  private var starts: [UInt32] = []

  private static let count = 4096

  /// Where the piece that begins there, up to the end, was before; there, if it was not, or is forgotten.
  mutating func place(of start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    if starts.isEmpty { starts = [UInt32](repeating: .max, count: Self.count) }
    let piece = bytes[start...]
    let slot = Int(FNV1a.hash(piece)) % Self.count
    let earlier = Int(starts[slot])
    if earlier < start, start - earlier > piece.count,
      bytes[earlier..<earlier + piece.count].elementsEqual(piece)
    {
      return earlier
    }
    starts[slot] = UInt32(clamping: start)
    return start
  }
}

/// The hash FNV-1a.
enum FNV1a {
  static func hash(_ bytes: some Sequence<UInt8>) -> UInt32 {
    bytes.reduce(0x811c_9dc5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
  }
}

/// Reads what was packed, in the order in which it was written.
struct PackedReader {
  private let bytes: [UInt8]
  /// Where what comes next begins.
  private(set) var next: Int

  /// A reader of what begins there.
  init(_ bytes: [UInt8], at start: Int) {
    self.bytes = bytes
    next = start
  }

  /// Whether nothing comes next.
  var isAtEnd: Bool { next >= bytes.count }

  mutating func byte() -> UInt8 {
    defer { next += 1 }
    return bytes[next]
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    defer { next += count }
    return Array(bytes[next..<next + count])
  }

  mutating func bigEndian<Number: FixedWidthInteger>(_: Number.Type) -> Number {
    (0..<Number.bitWidth / 8).reduce(0) { number, _ in number << 8 | Number(byte()) }
  }

  mutating func number() -> UInt64 {
    var number: UInt64 = 0
    var shift = 0
    while true {
      let byte = byte()
      number |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return number }
      shift += 7
    }
  }

  mutating func signed() -> Int64 {
    let number = number()
    return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
  }

  mutating func text() -> String? {
    guard let count = count() else { return nil }
    defer { next += count }
    return String(decoding: bytes[next..<next + count], as: UTF8.self)
  }

  mutating func texts() -> [String]? {
    guard let count = count() else { return nil }
    return (0..<count).map { _ in text() ?? "" }
  }

  mutating func map() -> StringMap? {
    guard let count = count() else { return nil }
    return StringMap((0..<count).map { _ in (key: text() ?? "", value: text() ?? "") })
  }

  /// How many of something follow, or which it is.
  mutating func count() -> Int? {
    let number = number()
    return number == 0 ? nil : Int(truncatingIfNeeded: number - 1)
  }

  /// What was written once, here or before.
  mutating func once<Value>(_ read: (inout PackedReader) -> Value) -> Value {
    let start = next
    let distance = Int(truncatingIfNeeded: number())
    if distance == 0 { return read(&self) }
    var earlier = PackedReader(bytes, at: start - distance)
    return read(&earlier)
  }
}
