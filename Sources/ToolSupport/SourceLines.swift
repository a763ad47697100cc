import SystemIO

/// Lines of input files, read again for excerpts; the last file is kept. Standard input cannot be read
/// twice.
final class SourceLines {
  private var file: String?
  private var lines: [ArraySlice<UInt8>] = []

  /// The line of that number in a file; nil when it cannot be had.
  func line(file: String, number: UInt32) -> String? {
    if self.file != file { load(file) }
    guard number >= 1, lines.count >= number else { return nil }
    let line = lines[Int(number) - 1]
    return String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
  }

  private func load(_ file: String) {
    self.file = file
    lines = []
    guard file != InputFile.standardInputName, let input = try? InputFile(path: file),
      let bytes = try? input.readAll()
    else { return }
    lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }
}
