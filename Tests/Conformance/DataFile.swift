import Foundation
import JSON

/// A file of the conformance data: one JSON object a line.
struct DataFile {
  /// The lines' values, in order; nil when the file is not there.
  static func lines(_ path: String) throws -> [JSONNode]? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    let parser = JSONParser(ByteBuffer(Array(data)))
    var result: [JSONNode] = []
    while let document = try parser.next() { result.append(document.root) }
    return result
  }

  /// The bytes of a text field, or of the base64 field beside it.
  static func bytes(_ record: JSONNode, _ text: String, base64: String) -> [UInt8] {
    if let encoded = record[base64]?.string, let data = Data(base64Encoded: encoded) {
      return Array(data)
    }
    return Array((record[text]?.string ?? "").utf8)
  }

  /// Runs a check over every record that it is for, and counts.
  static func suite(
    _ name: String, _ path: String, where isIncluded: (JSONNode) -> Bool = { _ in true },
    check: (JSONNode) throws -> String?
  ) throws -> SuiteResult {
    var result = SuiteResult(name: name, passed: 0, total: 0, failures: [])
    for record in try lines(path) ?? [] where isIncluded(record) {
      result.total += 1
      let id = record["id"]?.string ?? record["name"]?.string ?? "\(result.total)"
      if let difference = try check(record) {
        result.failures.append("\(id): \(difference)")
      } else {
        result.passed += 1
      }
    }
    return result
  }

  /// The bytes of a file; none when it is not there.
  static func bytes(at path: String) -> [UInt8] {
    FileManager.default.contents(atPath: path).map(Array.init) ?? []
  }

  /// The names of the files in a folder, sorted; none when it is not there.
  static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }
}
