import JSON
import MeshRetryCore

/// Which template the lines of a rendered chart come from, by helm's comments `# Source: path`.
struct HelmSources: Sendable {
  let file: String
  /// Where a template begins or (with nil) where it is no longer known, in order.
  private var starts: [(line: UInt32, path: UInt32?)] = []
  /// The templates, and where each stands among them: a chart has few of them and many documents.
  private var paths: [String] = []
  private var indices: [String: UInt32] = [:]

  init(file: String) { self.file = file }

  /// A comment on that line names a template.
  mutating func begin(_ path: String, at line: UInt32) {
    let index = indices[path] ?? UInt32(clamping: paths.count)
    if index == paths.count {
      paths.append(path)
      indices[path] = index
    }
    starts.append((line, index))
  }

  /// A separator on that line ends what the last comment named.
  mutating func end(at line: UInt32) {
    if starts.last?.path != nil { starts.append((line, nil)) }
  }

  /// Whether no template was named.
  var isEmpty: Bool { starts.isEmpty }

  /// The finding with the template as its file, and lines counted from the comment on.
  func relocated(_ finding: Finding) -> Finding {
    isEmpty ? finding : finding.relocated(relocated)
  }

  /// The same for a place.
  func relocated(_ location: SourceLocation) -> SourceLocation {
    guard location.file == file else { return location }
    let origin = origin(of: location.range.start.line)
    var range = location.range
    range.start.line -= origin.linesBefore
    range.end.line -= origin.linesBefore
    return SourceLocation(file: origin.file, range: range)
  }

  /// The file that a line comes from, and the number of lines that stand before those of that file.
  func origin(of line: UInt32) -> (file: String, linesBefore: UInt32) {
    // The last one that is not behind the line.
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle].line <= line { low = middle + 1 } else { high = middle }
    }
    guard low > 0, let path = starts[low - 1].path, line > starts[low - 1].line else {
      return (file, 0)
    }
    return (paths[Int(path)], starts[low - 1].line)
  }
}

extension Finding {
  /// The finding with other places shown than those where the text was read.
  func relocated(_ place: (SourceLocation) -> SourceLocation) -> Finding {
    var finding = self
    finding.placeRead = location
    finding.location = location.map(place)
    for index in related.indices {
      finding.related[index].location = place(related[index].location)
    }
    return finding
  }
}
