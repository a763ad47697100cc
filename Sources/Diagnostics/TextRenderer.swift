import JSON
import MeshRetryCore

/// The form people and editors read: `file:line:column: error: message [MR012]` (GNU), then the line
/// with a caret where an excerpt is wanted, then `note:` and `help:` lines.
public struct TextRenderer: FindingRenderer {
  private let color: Bool
  private let excerpt: ((_ file: String, _ line: UInt32) -> String?)?

  /// A renderer. `excerpt` gives a line of a file; nil leaves excerpts out.
  public init(
    color: Bool = false, excerpt: ((_ file: String, _ line: UInt32) -> String?)? = nil
  ) {
    self.color = color
    self.excerpt = excerpt
  }

  /// The finding's lines.
  public func render(_ finding: Finding) -> String {
    var text = ""
    if let location = finding.location { text += place(location) }
    text += severity(finding.severity) + " " + DisplayText.printable(finding.message)
    text += " [\(finding.code.rawValue)]\n"
    if let location = finding.location {
      let place = finding.placeRead ?? location
      text += excerptLines(place, numbered: location.range.start.line, finding.severity)
    }
    for related in finding.related {
      text += place(related.location) + severity(.note) + " "
      text += DisplayText.printable(related.message) + "\n"
    }
    if let help = finding.help { text += "  help: " + DisplayText.printable(help) + "\n" }
    return text
  }

  private func excerptLines(
    _ location: SourceLocation, numbered number: UInt32, _ severity: Severity
  ) -> String {
    let (start, end) = (location.range.start, location.range.end)
    guard let line = excerpt?(location.file, start.line) else { return "" }
    let scalars = Array(line.unicodeScalars)
    let first = min(Int(start.column) - 1, scalars.count)
    let last = end.line == start.line ? min(Int(end.column) - 1, scalars.count) : scalars.count
    // A window of 72 characters with the caret in it, so that long lines stay readable.
    let from = scalars.count <= 72 ? 0 : max(0, min(first - 20, scalars.count - 72))
    let shown = String(String.UnicodeScalarView(scalars[from..<min(scalars.count, from + 72)]))
    // Tabs stay tabs under tabs, so that the caret stands right whatever their width.
    let indent = scalars[from..<max(from, first)].map { scalar in
      scalar == "\t" ? "\t" : String(repeating: " ", count: DisplayText.cells(scalar))
    }.joined()
    let marked = scalars[first..<max(first, min(last, from + 72))]
    let width = marked.reduce(0) { $0 + ($1 == "\t" ? 1 : DisplayText.cells($1)) }
    let carets = String(repeating: "^", count: max(1, width))
    let margin = String(number)
    let blank = String(repeating: " ", count: margin.count)
    return "  \(margin) | \(Self.printableKeepingTabs(shown))\n"
      + "  \(blank) | \(indent)\(paint(carets, code(severity)))\n"
  }

  private static func printableKeepingTabs(_ text: String) -> String {
    text.split(separator: "\t", omittingEmptySubsequences: false)
      .map { DisplayText.printable(String($0)) }
      .joined(separator: "\t")
  }

  private func place(_ location: SourceLocation) -> String {
    bold(DisplayText.printable(location.text) + ":") + " "
  }

  private func severity(_ severity: Severity) -> String {
    paint("\(severity.rawValue):", code(severity))
  }

  private func code(_ severity: Severity) -> String {
    switch severity {
    case .error: "1;31"
    case .warning: "1;35"
    case .note: "1;36"
    }
  }

  private func bold(_ text: String) -> String { paint(text, "1") }

  private func paint(_ text: String, _ code: String) -> String {
    color ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
