import Foundation
import JSON
import YAML

/// A file of YAML documents of the conformance data.
struct YAMLFile {
  let text: String
  let documents: [JSONNode]

  /// The documents of a file that are objects, or lists.
  init(_ path: String, rootIsList: Bool = false) throws {
    text = try String(contentsOfFile: path, encoding: .utf8)
    let parser = YAMLParser(ByteBuffer(text))
    var documents: [JSONNode] = []
    while let document = try parser.next() {
      if document.root.kind == (rootIsList ? .array : .object) { documents.append(document.root) }
    }
    self.documents = documents
  }

  /// The first document's value.
  static func value(_ path: String) throws -> JSONValue {
    try YAMLFile(path).documents.first?.value ?? .null
  }

  /// The names of the files in a folder that end in `suffix`, without it, sorted.
  static func names(in folder: String, suffix: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return all.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }.sorted()
  }

  /// The names of the folders in a folder, sorted.
  static func folders(in folder: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return all.filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
        && isFolder.boolValue
    }.sorted()
  }
}
