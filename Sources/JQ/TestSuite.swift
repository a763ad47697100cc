internal import CLibJQ
import Glibc

/// jq's own runner of test files, which libjq carries.
public enum TestSuite {
  /// Runs the tests of the files, or of standard input; returns the exit status.
  public static func run(libraryPaths: [String]?, isVerbose: Bool, operands: [String]) -> Int32 {
    guard let testSuite = LibJQ.testSuite else { return 2 }
    var paths = libraryPaths == nil ? JV.null : JV.array
    for path in libraryPaths ?? [] { paths = paths.appending(JV(path)) }
    var words = operands.map { strdup($0) }
    defer { for word in words { free(word) } }
    let count = Int32(clamping: words.count)
    words.append(nil)
    let status = testSuite(paths.take(), isVerbose ? 1 : 0, count, &words)
    fflush(nil)
    return status
  }
}

/// The libjq this program runs with.
public enum Library {
  /// Its release, as far as it can be told.
  public static var release: String { LibJQ.releaseName }
}
