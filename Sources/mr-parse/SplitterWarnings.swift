import JSON
import MeshRetryCore
import YAML

/// What Kuma or kubectl would read otherwise than YAML has it, because they cut a file into documents by
/// themselves: Kuma's reader counts for universal documents, kubectl's for Kubernetes ones.
///
/// Source: Kuma's `SplitYAML` and apimachinery's decoder, as run.
struct SplitterWarnings: Sendable {
  private let file: String
  private let release: Release
  /// Separators since the last document that holds something.
  private var separators: [(line: UInt32, rest: TextMark.Rest)] = []
  /// Stretches without a document that Kuma takes for one, with their lines.
  private var emptyParts: [UInt32] = []

  init(file: String, release: Release) {
    self.file = file
    self.release = release
  }

  /// Takes a line that begins with `---`, or the end of the file.
  mutating func add(_ mark: TextMark) {
    let before: TextMark.Segment
    switch mark.kind {
    case .separator(let rest, let segment):
      separators.append((mark.line, rest))
      before = segment
    case .end(let segment): before = segment
    default: return
    }
    // Kuma 2.3 takes a comment for a document; later releases drop one line, but not several.
    let limit: UInt32 = release.has(.commentLineDropped) ? 1 : 0
    if !before.hasContent && before.commentLines > limit { emptyParts.append(mark.line) }
  }

  /// What there is to say of a document whose marks were taken.
  mutating func check(_ root: JSONNode, _ layout: DocumentLayout) -> [Finding] {
    defer { pass(layout) }
    var findings = BoundedList<Finding>()
    switch Envelope(root) {
    case .universal:
      universal(root, layout, &findings)
      common(layout, "Kuma", &findings)
    case .kubernetes:
      kubernetes(layout, &findings)
      common(layout, "kubectl", &findings)
    case .neither: break
    }
    return findings.withLeftOut(isOfOneRule: true)
  }

  /// Passes over a document whose marks were taken.
  mutating func pass(_ layout: DocumentLayout) {
    separators.removeAll { $0.line < layout.end.line }
  }

  /// What both readers stumble over.
  private func common(
    _ layout: DocumentLayout, _ reader: String, _ findings: inout BoundedList<Finding>
  ) {
    for (line, _) in separators where line > layout.start.line && line < layout.end.line {
      findings.append(
        warning("\(reader) begins a new document at this line, inside a value", line))
    }
    if layout.hasDirectives {
      findings.append(
        warning("\(reader) cuts off the lines with % and refuses them", layout.start.line))
    }
  }

  private mutating func universal(
    _ root: JSONNode, _ layout: DocumentLayout, _ findings: inout BoundedList<Finding>
  ) {
    for line in emptyParts where line <= layout.end.line {
      findings.append(
        warning(
          "Kuma takes the comment before this line for a document of its own and refuses it",
          line, help: "move the comment below '---', or leave out '---'"))
    }
    emptyParts.removeAll { $0 <= layout.end.line }
    if layout.rootIsBlock, layout.rootStart.column > 1,
      layout.rootStart.line != layout.start.line || !layout.isExplicit,
      root.range.end.line > layout.rootStart.line + 1
    {
      findings.append(
        warning(
          "Kuma drops the indentation of this line, so that the next ones do not fit",
          layout.rootStart.line))
    }
    if layout.endsWithLineBreak {
      findings.append(
        warning(
          "Kuma drops the line breaks at the end of the last block scalar of a document",
          max(1, layout.end.line - 1), help: "put another key after it, or '|-' where none is meant"
        ))
    }
  }

  private func kubernetes(_ layout: DocumentLayout, _ findings: inout BoundedList<Finding>) {
    for (line, rest) in separators where line == layout.start.line && rest == .content {
      findings.append(warning("kubectl refuses what follows '---' on the same line", line))
    }
  }

  private func warning(_ message: String, _ line: UInt32, help: String? = nil) -> Finding {
    let start = Position(line: line, column: 1)
    return Finding(
      .splitterDifference, message,
      at: SourceLocation(file: file, range: TextRange(start: start, end: start)), help: help)
  }
}
