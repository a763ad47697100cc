import Glibc
import SystemIO
import Testing

/// A ``TemporaryFile`` gives back what was put there and leaves nothing behind.
@Suite struct TemporaryFileTests {
  @Test func bytesComeBack() throws {
    let file = TemporaryFile()
    let texts = (0..<100).map { [UInt8](repeating: UInt8($0), count: $0 * 1000) }
    let offsets = texts.map { file.append($0) }
    for (text, offset) in zip(texts, offsets).reversed() {
      #expect(try file.bytes(at: #require(offset), count: text.count) == text)
    }
  }

  @Test func threadsMayShareIt() throws {
    let file = TemporaryFile()
    try OrderedWork.run(100, limit: .max) { index, output in
      let bytes = [UInt8](repeating: UInt8(index), count: 10_000)
      try? output.put(file.append(bytes), weight: 1)
    } consume: { (offset: Int?) in
      let bytes = try file.bytes(at: #require(offset), count: 10_000)
      #expect(Set(bytes).count == 1)
    }
  }

  @Test func itHasNoName() throws {
    var folder = Array("/tmp/meshretry-test.XXXXXX".utf8CString)
    try #require(mkdtemp(&folder) != nil)
    let path = String(decoding: folder.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let file = TemporaryFile(in: path)
    #expect(file.append([1, 2, 3]) == 0)
    // A folder with anything in it cannot be removed.
    #expect(rmdir(folder) == 0)
    #expect(try file.bytes(at: 1, count: 2) == [2, 3])
  }

  @Test func whereNoneCanBeMadeItTakesNothing() {
    let file = TemporaryFile(in: "/dev/null")
    #expect(file.append([1]) == nil)
    #expect(file.append([1]) == nil)
  }

  @Test func whatIsNotThereIsAnError() throws {
    let file = TemporaryFile()
    _ = file.append([1, 2, 3])
    #expect(throws: SystemError.self) { try file.bytes(at: 1, count: 3) }
  }
}
