import Foundation

/// Where the repository and the tools under test are.
enum Place {
  /// The repository's root.
  static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of the tools: beside the test bundle that is running.
  static let tools: String = {
    let running =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
    return URL(filePath: running).deletingLastPathComponent().path
  }()
}

/// Runs command lines as a user's shell would, with the tools first on the path.
struct Shell {
  /// What `make sanitize` has to say to the tools: they are built as the tests are.
  private static let sanitizers = ProcessInfo.processInfo.environment.filter {
    $0.key.hasSuffix("SAN_OPTIONS")
  }

  /// What a command line came to.
  struct Outcome {
    var output: Data
    var errors: Data
    var status: Int32
  }

  /// Runs a command line in a folder.
  static func run(
    _ command: String, in folder: URL, input: Data = Data(), environment: [String: String] = [:]
  ) throws -> Outcome {
    let scratch = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: scratch) }
    let files = ["stdin", "stdout", "stderr"].map { scratch.appending(path: $0) }
    try input.write(to: files[0])
    for file in files.dropFirst() { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = folder
    process.environment = [
      "PATH": "\(Place.tools):/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent",
      "LC_ALL": "C.UTF-8", "TZ": "UTC",
    ].merging(sanitizers) { $1 }.merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return Outcome(
      output: try Data(contentsOf: files[1]), errors: try Data(contentsOf: files[2]),
      status: process.terminationStatus)
  }

  /// A new folder of its own.
  static func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mr-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}
