import JSON
import MeshRetryCore

/// The form of GitHub's job logs: a workflow command a finding, by which it shows beside the line.
///
/// Source: GitHub, "Workflow commands": data escapes `%`, CR and LF, properties also `:` and `,`.
public struct GitHubRenderer: FindingRenderer {
  /// A renderer.
  public init() {}

  /// `::error file=…,line=…,endLine=…,col=…,endColumn=…,title=…::message`
  public func render(_ finding: Finding) -> String {
    var properties: [(String, String)] = []
    if let location = finding.location {
      let (start, end) = (location.range.start, location.range.end)
      properties = [
        ("file", location.file), ("line", "\(start.line)"), ("endLine", "\(end.line)"),
        ("col", "\(start.column)"), ("endColumn", "\(end.column)"),
      ]
    }
    properties.append(("title", finding.code.rawValue))
    let text = properties.map { "\($0.0)=\(Self.escaped($0.1, inProperty: true))" }
      .joined(separator: ",")
    return "::\(Self.command(finding.severity)) \(text)::\(Self.escaped(Self.message(finding)))\n"
  }

  private static func command(_ severity: Severity) -> String {
    severity == .note ? "notice" : severity.rawValue
  }

  private static func message(_ finding: Finding) -> String {
    let related = finding.related.map { "\($0.location.text): \($0.message)" }
    return
      ([finding.message + " [\(finding.code.rawValue)]"] + related
      + [finding.help.map { "help: \($0)" }].compactMap { $0 }).joined(separator: "\n")
  }

  private static func escaped(_ text: String, inProperty: Bool = false) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      case ":" where inProperty: result += "%3A"
      case "," where inProperty: result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
