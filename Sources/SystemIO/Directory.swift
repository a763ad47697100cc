import Glibc

/// A listing of a directory.
public enum Directory {
  /// Whether the path is a directory (or a link to one).
  public static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The paths of the regular files in a directory that end in one of the extensions, sorted by bytes;
  /// those of its folders too when `recursive`. Names that begin with a dot are passed over.
  public static func files(
    in directory: String, extensions: [String], recursive: Bool
  ) throws(SystemError) -> [String] {
    guard let stream = opendir(directory) else { throw SystemError(file: directory) }
    defer { closedir(stream) }
    var result: [String] = []
    var folders: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      let path = directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
      if exists(path) {
        folders.append(path)
      } else if extensions.contains(where: { name.hasSuffix(".\($0)") }) {
        result.append(path)
      }
    }
    if recursive {
      for folder in folders {
        result += try files(in: folder, extensions: extensions, recursive: true)
      }
    }
    return result.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
