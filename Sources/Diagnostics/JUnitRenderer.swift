import MeshRetryCore

/// The form of test reports (JUnit's XML): a test case a resource, a failure a finding that fails the run;
/// milder ones are the case's output.
///
/// The numbers of cases and failures come first in the text, so all of it is written at the end.
public struct JUnitRenderer: FindingRenderer {
  private let tool: String
  private let isFailure: (Severity) -> Bool
  private var cases: [Case] = []
  private var index: [Key: Int] = [:]

  private struct Key: Hashable {
    var file: String
    var name: String
  }

  private struct Case {
    var key: Key
    var findings: [Finding] = []
  }

  /// A renderer; `isFailure` says which severities make a case fail.
  public init(tool: String, isFailure: @escaping (Severity) -> Bool) {
    self.tool = tool
    self.isFailure = isFailure
  }

  /// Adds a case for the resource.
  public mutating func looked(at resource: ResourceName, in file: String) {
    _ = place(of: Key(file: file, name: Self.name(resource)))
  }

  /// Keeps the finding with its resource; nothing is written yet.
  public mutating func render(_ finding: Finding) -> String {
    let file = finding.location?.file ?? ""
    let key = Key(file: file, name: finding.resource.map(Self.name) ?? finding.code.rawValue)
    cases[place(of: key)].findings.append(finding)
    return ""
  }

  private mutating func place(of key: Key) -> Int {
    if let place = index[key] { return place }
    index[key] = cases.count
    cases.append(Case(key: key))
    return cases.count - 1
  }

  private static func name(_ resource: ResourceName) -> String {
    ([resource.type] + [resource.mesh].compactMap { $0 } + [resource.name]).joined(separator: "/")
  }

  // MARK: XML

  /// The whole document.
  public mutating func end() -> String {
    let failed = cases.filter { $0.findings.contains { isFailure($0.severity) } }.count
    let counts = "tests=\"\(cases.count)\" failures=\"\(failed)\" errors=\"0\""
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="\(tool)" \(counts)>
        <testsuite name="\(tool)" \(counts)>

      """ + cases.map(text).joined() + "  </testsuite>\n</testsuites>\n"
  }

  private func text(_ test: Case) -> String {
    let open =
      "    <testcase classname=\"\(Self.escaped(test.key.file))\""
      + " name=\"\(Self.escaped(test.key.name))\""
    if test.findings.isEmpty { return open + "/>\n" }
    let failures = test.findings.filter { isFailure($0.severity) }.map { finding in
      "      <failure type=\"\(finding.code.rawValue)\" message=\"\(Self.escaped(finding.message))\">"
        + Self.escaped(Self.lines(finding)) + "</failure>\n"
    }
    let others = test.findings.filter { !isFailure($0.severity) }.map(Self.lines).joined()
    let output =
      others.isEmpty ? "" : "      <system-out>\(Self.escaped(others))</system-out>\n"
    return open + ">\n" + failures.joined() + output + "    </testcase>\n"
  }

  private static func lines(_ finding: Finding) -> String { TextRenderer().render(finding) }

  /// XML has no form at all for most control characters.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}":
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
