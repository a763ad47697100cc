import JSON
import MeshRetryCore
import YAML

/// The comments of a file that suppress rules, and whether they had anything to suppress. A file may have very
/// many: each takes few bytes.
struct Suppressions: Sendable {
  private struct Entry {
    var codes: CodeSet
    var used = CodeSet()
    /// The lines it is for.
    var lines: ClosedRange<UInt32>
    var place: Position
  }

  let file: String
  /// Those for a line and those for a document, which do not overlap, in the order of the lines.
  private var ofLines: [Entry] = []
  private var ofDocuments: [Entry] = []
  /// Codes of no rule, which suppress nothing.
  private var unknown = BoundedList<(code: String, place: Position)>()

  init(file: String) { self.file = file }

  /// Takes a comment; one that stands alone before the first line of a document is for all of it.
  mutating func add(_ comment: TextMark.Suppression, for line: UInt32, in document: DocumentLayout)
  {
    let place = Position(line: comment.line, column: comment.column)
    var codes = CodeSet()
    for text in comment.codes {
      if let code = RuleCode(rawValue: text) {
        codes.insert(code)
      } else {
        unknown.append((text, place))
      }
    }
    if codes.isEmpty { return }
    if comment.standsAlone && comment.column == 1 && line == document.rootStart.line {
      let lines = line...max(line, document.end.line)
      ofDocuments.append(Entry(codes: codes, lines: lines, place: place))
    } else {
      ofLines.append(Entry(codes: codes, lines: line...line, place: place))
    }
  }

  /// Whether the file has no such comment.
  var isEmpty: Bool { ofLines.isEmpty && ofDocuments.isEmpty && unknown.isEmpty }

  /// The findings that no comment suppresses.
  mutating func filter(_ findings: [Finding]) -> [Finding] {
    isEmpty ? findings : findings.filter { !suppresses($0) }
  }

  /// Whether a comment suppresses the finding.
  mutating func suppresses(_ finding: Finding) -> Bool {
    guard !finding.isOfAnyRule, let location = finding.location, location.file == file else {
      return false
    }
    let line = location.range.start.line
    let isOfLine = Self.use(&ofLines, finding.code, on: line)
    return Self.use(&ofDocuments, finding.code, on: line) || isOfLine
  }

  /// Whether one of those comments suppresses that rule on a line: all that do have had something to suppress
  /// then.
  private static func use(_ entries: inout [Entry], _ code: RuleCode, on line: UInt32) -> Bool {
    var isUsed = false
    for index in indices(in: entries, for: line) where entries[index].codes.contains(code) {
      entries[index].used.insert(code)
      isUsed = true
    }
    return isUsed
  }

  /// Which of those comments are for a line: several may be for the same one.
  private static func indices(in ordered: [Entry], for line: UInt32) -> Range<Int> {
    var (low, high) = (0, ordered.count)
    while low < high {
      let middle = (low + high) / 2
      if ordered[middle].lines.lowerBound <= line { low = middle + 1 } else { high = middle }
    }
    guard low > 0, ordered[low - 1].lines.contains(line) else { return 0..<0 }
    let lines = ordered[low - 1].lines
    return low - ordered[..<low].reversed().prefix { $0.lines == lines }.count..<low
  }

  // MARK: Notes

  /// Hands over a note for every code of a comment that had nothing to suppress, some at a time, in the order of
  /// the comments.
  func unused(_ deliver: ([Finding]) throws -> Void) rethrows {
    var notes: [Finding] = []
    var (line, document) = (ofLines[...], ofDocuments[...])
    var stray = unknown.elements[...]
    let end = Position(line: .max, column: .max)
    while case let place = min(
      line.first?.place ?? end, document.first?.place ?? end, stray.first?.place ?? end),
      place < end
    {
      if let entry = Self.pop(&line, at: place) ?? Self.pop(&document, at: place) {
        notes += entry.codes.without(entry.used).map {
          note("nothing to suppress: no finding of \($0.rawValue) here", place)
        }
      } else if let code = stray.popFirst()?.code {
        notes.append(note("there is no rule \(code)", place))
      }
      if notes.count >= 1000 {
        try deliver(notes)
        notes = []
      }
    }
    if unknown.omitted > 0, let last = unknown.elements.last {
      notes.append(
        note("\(unknown.omitted) more codes of no rule in this file are left out", last.place))
    }
    try deliver(notes)
  }

  private static func pop(_ entries: inout ArraySlice<Entry>, at place: Position) -> Entry? {
    entries.first?.place == place ? entries.popFirst() : nil
  }

  private func note(_ message: String, _ place: Position) -> Finding {
    Finding(
      .unusedSuppression, message,
      at: SourceLocation(file: file, range: TextRange(start: place, end: place)))
  }
}

/// A set of rules, a bit each.
private struct CodeSet {
  private var bits: UInt128 = 0

  var isEmpty: Bool { bits == 0 }

  mutating func insert(_ code: RuleCode) { bits |= Self.bit(code) }

  func contains(_ code: RuleCode) -> Bool { bits & Self.bit(code) != 0 }

  /// Those that are not in another set, in the order of their codes.
  func without(_ other: CodeSet) -> [RuleCode] {
    RuleCode.allCases.filter { contains($0) && !other.contains($0) }
  }

  /// There are fewer than 128 rules: a further one would have no bit, and could not be suppressed.
  private static func bit(_ code: RuleCode) -> UInt128 { 1 << UInt128(places[code] ?? 128) }

  private static let places = Dictionary(
    uniqueKeysWithValues: RuleCode.allCases.enumerated().map { ($1, $0) })
}
