import JSON
import MeshRetryCore
import SystemIO

/// The documents of a tool that reads JSON: every operand in turn, lists unwrapped.
public struct JSONInput {
  private let files: [String]
  private let run: ToolRun

  /// The documents of those files; `-` or none is standard input.
  public init(_ operands: InputOperands, _ run: ToolRun) {
    self.init(files: operands.files, run)
  }

  /// The documents of those files; `-` or none is standard input.
  public init(files: [String], _ run: ToolRun) {
    self.files = files.isEmpty ? ["-"] : files
    self.run = run
  }

  /// Calls the body with every resource and the name of its file.
  ///
  /// A file that cannot be read, a text that is not JSON, and an input without any document make the
  /// status 2; what can be read is read all the same.
  public func forEach(_ body: (_ node: JSONNode, _ file: String) throws -> Void) throws {
    try forEachDocument { root, file in
      for node in ResourceList.unwrap(root) { try body(node, file) }
    }
  }

  /// Calls the body with every document as it is, lists not unwrapped, and the name of its file.
  public func forEachDocument(
    _ body: (_ root: JSONNode, _ file: String) throws -> Void
  ) throws {
    var documents = 0
    for path in files {
      let name = path == "-" ? run.standardInputName : path
      do {
        let parser = JSONParser(FileBytes(try InputFile(path: path, name: name)))
        while let document = try parser.next() {
          documents += 1
          try body(document.root, name)
        }
      } catch let error as SystemError where error.file == name {
        // One of another file is about the output: that ends the run.
        try run.complain(error.message, .trouble)
      } catch let error as JSONSyntaxError {
        let place = SourceLocation(
          file: name, range: TextRange(start: error.position, end: error.position))
        try run.reportMalformed(Finding(.syntax, error.message, at: place))
      }
    }
    if documents == 0 && run.status == .fine {
      try run.complain("no input: expected JSON documents", .trouble)
    }
  }
}

/// A file's bytes for a parser.
public struct FileBytes: ByteSource {
  private let file: InputFile

  /// The bytes of an opened file.
  public init(_ file: InputFile) { self.file = file }

  /// The next bytes.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    try file.read(into: buffer)
  }
}
