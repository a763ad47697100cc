internal import CLibJQ

extension ValueWriter {
  /// Writes a value as a YAML document, without the last line feed.
  mutating func writeYAML(_ value: borrowing JV) { write(value) }
}
