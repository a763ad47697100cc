import Foundation
import FuzzTargets
import Testing

/// The inputs of Tests/fuzz/corpus through their targets, in every run of the tests: what fuzzing has once
/// found is found again if it comes back. `make fuzz` goes on from the same inputs.
@Suite struct CorpusTests {
  static let corpus = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "fuzz/corpus")

  @Test(arguments: FuzzTarget.allCases) func holdsForItsCorpus(_ target: FuzzTarget) throws {
    let folder = Self.corpus.appending(path: target.rawValue)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.count >= 3)
    for name in names.sorted() {
      let input = try Data(contentsOf: folder.appending(path: name))
      #expect(throws: Never.self, "\(name)") { try target.check(Array(input)) }
    }
  }
}
