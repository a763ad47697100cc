import SystemIO

/// Lines of input files, read again for excerpts. Standard input cannot be read twice.
enum SourceLines {
  /// The line of that number in a file; nil when it cannot be had.
  static func line(file: String, number: UInt32) -> String? {
    guard file != InputFile.standardInputName, let input = try? InputFile(path: file),
      let bytes = try? input.readAll()
    else { return nil }
    let lines = bytes.split(
      separator: UInt8(ascii: "\n"), maxSplits: Int(number), omittingEmptySubsequences: false)
    guard number >= 1, lines.count >= number else { return nil }
    let line = lines[Int(number) - 1]
    return String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
  }
}
