import Foundation
import FuzzTargets

/// `fuzz TARGET [libFuzzer's options and folders]` looks for inputs that break a promise;
/// `fuzz TARGET --answers FOLDER…` prints what the library makes of every file, for an oracle.
@main enum Driver {
  private typealias Callback = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
  private typealias RunDriver =
    @convention(c) (
      UnsafeMutablePointer<CInt>,
      UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
      Callback
    ) -> CInt

  /// The target that the command line names.
  private static let target = CommandLine.arguments.dropFirst().first.flatMap(FuzzTarget.init)

  static func main() throws {
    guard let target else {
      let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: "|")
      return stop("usage: fuzz \(names) [--answers FOLDER… | libFuzzer's arguments]")
    }
    let arguments = Array(CommandLine.arguments.dropFirst(2))
    if arguments.first == "--answers" {
      return try printAnswers(of: target, Array(arguments.dropFirst()))
    }
    // libFuzzer is linked by `make fuzz` alone: other builds do without it.
    guard let symbol = dlsym(nil, "LLVMFuzzerRunDriver") else {
      return stop("fuzz: built without libFuzzer; 'make fuzz' builds it with")
    }
    exit(run(unsafeBitCast(symbol, to: RunDriver.self), arguments))
  }

  private static func run(_ driver: RunDriver, _ arguments: [String]) -> CInt {
    let list = ["fuzz"] + arguments
    var pointers = list.map { strdup($0) } + [nil]
    var count = CInt(list.count)
    return pointers.withUnsafeMutableBufferPointer { buffer in
      var start = buffer.baseAddress
      return driver(&count, &start) { Driver.take($0, $1) }
    }
  }

  private static func take(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do {
      try target?.check(Array(UnsafeBufferPointer(start: start, count: count)))
    } catch {
      // An abort is what libFuzzer takes notice of.
      FileHandle.standardError.write(Data("broken promise: \(error)\n".utf8))
      abort()
    }
    return 0
  }

  private static func printAnswers(of target: FuzzTarget, _ folders: [String]) throws {
    for folder in folders {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
        let path = "\(folder)/\(name)"
        guard let input = FileManager.default.contents(atPath: path),
          let answer = target.answer(Array(input))
        else { continue }
        print("\(path)\t\(answer)")
      }
    }
  }

  private static func stop(_ message: String) {
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    exit(2)
  }
}
