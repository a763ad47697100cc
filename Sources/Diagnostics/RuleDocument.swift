import JSON
import MeshRetryCore

/// What there is to say about rules, in the forms in which it is shown.
public enum RuleDocument {
  /// The text of `--explain`.
  public static func text(_ rule: RuleText) -> String {
    var text = "\(rule.code.rawValue) (\(rule.code.severity.rawValue)): \(rule.code.title)\n\n"
    text += wrapped(rule.why) + "\n"
    if let bad = rule.bad { text += "\nBad:\n\n" + indented(bad.text) }
    if let good = rule.good { text += "\nGood:\n\n" + indented(good.text) }
    text += "\nReleases: \(rule.releases.text)\n"
    if let envoy = rule.envoy { text += "Envoy: \(envoy)\n" }
    return text
  }

  /// A section of the generated page.
  public static func markdown(_ rule: RuleText) -> String {
    var text = "\(rule.why)\n"
    if let bad = rule.bad { text += "\nBad:\n\n```yaml\n\(bad.text)\n```\n" }
    if let good = rule.good { text += "\nGood:\n\n```yaml\n\(good.text)\n```\n" }
    if let envoy = rule.envoy { text += "\nEnvoy: \(envoy).\n" }
    return text
  }

  /// The page docs/rules.md: every rule that has a text, by code, and the kinds of targetRefs.
  public static var page: String {
    var text = """
      # Rules

      Made by `make generate` from the rules in Sources/MeshRetryCore/Lint.

      Errors are refused by Kuma or Envoy, or break Envoy once they are loaded. Warnings are accepted and
      have no effect, or another one than they say. Notes are worth knowing and shown with `--notes`.
      A comment `# mr:disable=MR030 reason` suppresses a rule on its line, on the line after it when it
      stands alone, or in the whole document when it stands before its first line.


      """
    for rule in RuleCatalogue.texts {
      text += "## \(rule.code.rawValue): \(rule.code.title)\n\n"
      text += "Severity: \(rule.code.severity.rawValue). Releases: \(rule.releases.text).\n\n"
      text += markdown(rule) + "\n"
    }
    return text + "## Kinds of targetRef\n\n" + kindsMarkdown
  }

  /// A line a rule, for `--list-rules`; then the kinds that targetRefs may have, by release.
  public static var list: String {
    let rules = RuleCode.allCases.sorted { $0.rawValue < $1.rawValue }.map { code in
      "\(code.rawValue)  \(padded(code.severity.rawValue, to: 7))  \(code.title)\n"
    }
    let rows = TargetRefSupport.rows
    let releases = rows.map(\.releases.count).max() ?? 0
    let places = rows.map(\.place.rawValue.count).max() ?? 0
    let kinds = rows.map { row in
      "\(padded(row.releases, to: releases))  \(padded(row.place.rawValue, to: places))  "
        + row.kinds.joined(separator: " ") + "\n"
    }
    return rules.joined() + "\nKinds of targetRef that Kuma accepts:\n" + kinds.joined()
  }

  /// The same for programs: an object a rule.
  public static var json: [JSONValue] {
    RuleCode.allCases.sorted { $0.rawValue < $1.rawValue }.map { code in
      let rule = RuleCatalogue.text(code)
      return [
        "code": .string(code.rawValue), "name": .string("\(code)"),
        "severity": .string(code.severity.rawValue), "title": .string(code.title),
        "why": .optional(rule?.why), "bad": .optional(rule?.bad?.text),
        "good": .optional(rule?.good?.text), "releases": .optional(rule?.releases.text),
        "envoy": .optional(rule?.envoy),
      ]
    }
  }

  private static var kindsMarkdown: String {
    "| releases | place | kinds |\n|---|---|---|\n"
      + TargetRefSupport.rows.map {
        "| \($0.releases) | \($0.place.title) | \($0.kinds.joined(separator: ", ")) |\n"
      }.joined()
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)\n" }.joined()
  }

  /// Lines of at most 80 characters.
  private static func wrapped(_ text: String) -> String {
    var lines: [String] = [""]
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let line = lines[lines.count - 1]
      if line.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if line.count + word.count < 80 {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n")
  }
}
