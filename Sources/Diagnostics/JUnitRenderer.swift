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

  /// A test case, its parts as they will be written.
  private struct Case {
    var key: Key
    var failures = ""
    var output = ""

    /// About how long it is in the document.
    var size: Int {
      100 + key.file.utf8.count + key.name.utf8.count + failures.utf8.count + output.utf8.count
    }
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

  /// Adds the finding to the case of its resource; nothing is written yet.
  public mutating func render(_ finding: Finding) -> String {
    let file = finding.location?.file ?? ""
    let key = Key(file: file, name: finding.resource.map(Self.name) ?? finding.code.rawValue)
    let text = Self.escaped(TextRenderer().render(finding))
    let place = place(of: key)
    if isFailure(finding.severity) {
      cases[place].failures +=
        "      <failure type=\"\(finding.code.rawValue)\" message=\"\(Self.escaped(finding.message))\">"
        + text + "</failure>\n"
    } else {
      cases[place].output += text
    }
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
    let failed = cases.count { !$0.failures.isEmpty }
    let counts = "tests=\"\(cases.count)\" failures=\"\(failed)\" errors=\"0\""
    var document = """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="\(tool)" \(counts)>
        <testsuite name="\(tool)" \(counts)>

      """
    index = [:]
    document.reserveCapacity(cases.reduce(1000) { $0 + $1.size })
    for test in cases { Self.append(test, to: &document) }
    return document + "  </testsuite>\n</testsuites>\n"
  }

  private static func append(_ test: Case, to document: inout String) {
    document +=
      "    <testcase classname=\"\(escaped(test.key.file))\" name=\"\(escaped(test.key.name))\""
    if test.failures.isEmpty && test.output.isEmpty { return document += "/>\n" }
    document += ">\n" + test.failures
    if !test.output.isEmpty { document += "      <system-out>\(test.output)</system-out>\n" }
    document += "    </testcase>\n"
  }

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
