import JSON
import MeshRetryCore

/// SARIF 2.1.0, as code scanning services read it: one run, every rule with its help, a result a finding.
///
/// Regions count code points; files are relative URIs where they were given so.
public struct SARIFRenderer: FindingRenderer {
  private let tool: String
  private let version: String
  private var isFirst = true
  /// How often there was a fingerprint, by its first 64 bits: should two share those, their numbers go on from
  /// each other, which keeps both apart from all others.
  private var occurrences: [UInt64: UInt32] = [:]

  /// A renderer for a tool of that name and version.
  public init(tool: String, version: String) {
    self.tool = tool
    self.version = version
  }

  /// The head of the log, up to the first result.
  public func begin() -> String {
    let driver: JSONValue = [
      "name": .string(tool), "version": .string(version), "semanticVersion": .string(version),
      "rules": .array(RuleCode.allCases.map(Self.rule)),
    ]
    return
      "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{"
      + "\"tool\":\(JSONValue.object(["driver": driver]).compactText),"
      + "\"columnKind\":\"unicodeCodePoints\",\"results\":["
  }

  /// One result.
  public mutating func render(_ finding: Finding) -> String {
    let separator = isFirst ? "\n" : ",\n"
    isFirst = false
    var result: JSONObject = [
      "ruleId": .string(finding.code.rawValue),
      "ruleIndex": .integer(RuleCode.allCases.firstIndex(of: finding.code) ?? 0),
      "level": .string(finding.severity.rawValue),
      "message": ["text": .string(Self.message(finding))],
    ]
    if let location = finding.location {
      result["locations"] = [["physicalLocation": Self.physical(location)]]
    }
    if !finding.related.isEmpty {
      result["relatedLocations"] = .array(
        finding.related.enumerated().map { index, related in
          [
            "id": .integer(index), "physicalLocation": Self.physical(related.location),
            "message": ["text": .string(related.message)],
          ]
        })
    }
    result["partialFingerprints"] = ["meshretry/v1": .string(fingerprint(finding))]
    return separator + JSONValue.object(result).compactText
  }

  /// The rest of the log.
  public func end() -> String {
    "\n],\"invocations\":[{\"executionSuccessful\":true}]}]}\n"
  }

  private static func message(_ finding: Finding) -> String {
    finding.help.map { "\(finding.message)\n\($0)" } ?? finding.message
  }

  // MARK: Rules

  private static func rule(_ code: RuleCode) -> JSONValue {
    let text = RuleCatalogue.text(code)
    return [
      "id": .string(code.rawValue), "name": .string("\(code)"),
      "shortDescription": ["text": .string(code.title)],
      "fullDescription": ["text": .string(text?.why ?? code.title)],
      "help": [
        "text": .string(text.map { RuleDocument.text($0) } ?? code.title),
        "markdown": .string(text.map { RuleDocument.markdown($0) } ?? code.title),
      ],
      "defaultConfiguration": ["level": .string(code.severity.rawValue)],
    ]
  }

  // MARK: Places

  private static func physical(_ location: SourceLocation) -> JSONValue {
    let (start, end) = (location.range.start, location.range.end)
    var region: JSONObject = [
      "startLine": .integer(start.line), "startColumn": .integer(start.column),
    ]
    if start < end {
      region["endLine"] = .integer(end.line)
      region["endColumn"] = .integer(end.column)
    }
    return [
      "artifactLocation": ["uri": .string(uri(location.file))], "region": .object(region),
    ]
  }

  /// A file's path as a URI: relative ones stay relative, what has no place in a URI is escaped.
  static func uri(_ path: String) -> String {
    let isAbsolute = path.hasPrefix("/")
    let trimmed = path.hasPrefix("./") ? path.dropFirst(2) : path[...]
    let allowed = Set("-._~/!$&'()*+,;=@".utf8)
    var result = isAbsolute ? "file://" : ""
    for byte in trimmed.utf8 {
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte) || allowed.contains(byte)
      if isPlain {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return result
  }

  /// The finding's fingerprint; equal ones are counted.
  private mutating func fingerprint(_ finding: Finding) -> String {
    let name = finding.fingerprint
    let key = UInt64(name.prefix(16), radix: 16) ?? 0
    let count = occurrences[key, default: 0]
    occurrences[key] = count + 1
    return "\(name):\(count)"
  }
}
