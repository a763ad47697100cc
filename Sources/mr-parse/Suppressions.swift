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
  /// Those for a line and those for a document, which do not overlap, in the order of the lines.
  private var ofLines: [Int] = []
  private var ofDocuments: [Int] = []

  init(file: String) { self.file = file }

  /// Takes a comment; one that stands alone before the first line of a document is for all of it.
  mutating func add(_ comment: TextMark.Suppression, for line: UInt32, in document: DocumentLayout)
  {
    let isForDocument =
      comment.standsAlone && comment.column == 1 && line == document.rootStart.line
    let start = Position(line: comment.line, column: comment.column)
    if isForDocument { ofDocuments.append(entries.count) } else { ofLines.append(entries.count) }
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
    let line = location.range.start.line
    var isSuppressed = false
    for index in indices(in: ofLines, for: line) + indices(in: ofDocuments, for: line)
    where entries[index].codes.contains(code) {
      entries[index].used.insert(code)
      isSuppressed = true
    }
    return isSuppressed
  }

  /// Which of those comments are for a line: several may be for the same one.
  private func indices(in ordered: [Int], for line: UInt32) -> ArraySlice<Int> {
    var (low, high) = (0, ordered.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[ordered[middle]].lines.lowerBound <= line {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low > 0 else { return [] }
    let lines = entries[ordered[low - 1]].lines
    guard lines.contains(line) else { return [] }
    let count = ordered[..<low].reversed().prefix { entries[$0].lines == lines }.count
    return ordered[low - count..<low]
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
