import JSON
import MeshRetryCore
import YAML

/// The comments of a file that suppress rules, and whether they had anything to suppress.
struct Suppressions: Sendable {
  private struct Entry {
    var codes: [String]
    /// The lines it is for.
    var lines: ClosedRange<UInt32>
    var place: TextRange
    var used: Set<String> = []
  }

  let file: String
  private var entries: [Entry] = []

  init(file: String) { self.file = file }

  /// Takes a comment; one that stands alone before the first line of a document is for all of it.
  mutating func add(_ comment: TextMark.Suppression, for line: UInt32, in document: DocumentLayout)
  {
    let isForDocument =
      comment.standsAlone && comment.column == 1 && line == document.rootStart.line
    let start = Position(line: comment.line, column: comment.column)
    entries.append(
      Entry(
        codes: comment.codes,
        lines: isForDocument ? line...max(line, document.end.line) : line...line,
        place: TextRange(start: start, end: start)))
  }

  /// Whether the file has no such comment.
  var isEmpty: Bool { entries.isEmpty }

  /// The findings that no comment suppresses.
  mutating func filter(_ findings: [Finding]) -> [Finding] {
    isEmpty ? findings : findings.filter { !suppresses($0) }
  }

  /// Whether a comment suppresses the finding.
  mutating func suppresses(_ finding: Finding) -> Bool {
    guard !finding.isOfAnyRule, let location = finding.location, location.file == file else {
      return false
    }
    let code = finding.code.rawValue
    var isSuppressed = false
    for index in entries.indices
    where entries[index].lines.contains(location.range.start.line)
      && entries[index].codes.contains(code)
    {
      entries[index].used.insert(code)
      isSuppressed = true
    }
    return isSuppressed
  }

  /// A note for every code of a comment that had nothing to suppress.
  var unused: [Finding] {
    entries.flatMap { entry in
      entry.codes.filter { !entry.used.contains($0) }.map { code in
        Finding(
          .unusedSuppression,
          RuleCode(rawValue: code) == nil
            ? "there is no rule \(code)" : "nothing to suppress: no finding of \(code) here",
          at: SourceLocation(file: file, range: entry.place))
      }
    }
  }
}

/// The rules that were asked for on the command line.
struct RuleSelection: Sendable {
  private let only: Set<RuleCode>
  private let disabled: Set<RuleCode>

  /// Those of `--only` (all when none are named) without those of `--disable`.
  init(only: [RuleCode], disabled: [RuleCode]) {
    self.only = Set(only)
    self.disabled = Set(disabled)
  }

  func filter(_ findings: [Finding]) -> [Finding] {
    if only.isEmpty && disabled.isEmpty { return findings }
    return findings.filter { finding in
      if finding.isOfAnyRule { return true }
      return (only.isEmpty || only.contains(finding.code)) && !disabled.contains(finding.code)
    }
  }
}
