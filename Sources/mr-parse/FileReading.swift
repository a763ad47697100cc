import JSON
import MeshRetryCore
import SystemIO
import ToolSupport
import YAML

/// How files are read: what the options come to.
struct ReadingOptions: Sendable {
  var release: Release
  var systemNamespaces: [String]
  var validates: Bool
  var writesDocuments: Bool
  var writesLocations: Bool
  var isPretty: Bool
  var splitter: DocumentSplitter
  /// The form to convert to; nil for as it is.
  var form: ResourceForm?
  /// Whether policies are written as a control plane stores them.
  var isNormalized: Bool
  var selection: RuleSelection
  /// Whether notes are shown or count.
  var wantsNotes: Bool
}

/// Reads one file, document by document: judged, checked by the rules, written.
struct FileReading {
  let options: ReadingOptions
  /// The name of the file in messages.
  let file: String
  /// Whether it was found in a directory, where a file that holds no resources is passed over.
  let isListed: Bool
  let deliver: (ParseEvent) throws -> Void

  /// What is needed once all files are read.
  private(set) var outcome: Outcome
  private let judge: PolicyJudge
  private let linter: Linter
  private var splitter: SplitterWarnings
  private var writer: JSONWriter

  /// What a file leaves for the end of the run.
  struct Outcome: Sendable {
    var documents = 0
    var mesh: MeshLinter
    var suppressions: Suppressions
    var sources: HelmSources
  }

  init(
    _ file: String, isListed: Bool, _ options: ReadingOptions,
    deliver: @escaping (ParseEvent) throws -> Void
  ) {
    self.options = options
    self.file = file
    self.isListed = isListed
    self.deliver = deliver
    outcome = Outcome(
      mesh: MeshLinter(release: options.release), suppressions: Suppressions(file: file),
      sources: HelmSources(file: file))
    judge = PolicyJudge(release: options.release, systemNamespaces: options.systemNamespaces)
    linter = Linter(release: options.release, notes: options.wantsNotes)
    splitter = SplitterWarnings(file: file, release: options.release)
    writer = JSONWriter(options.isPretty ? .pretty(indent: 2) : .compact)
  }

  /// Reads it all.
  ///
  /// - Throws: what the delivery throws; what is wrong with the file is delivered.
  mutating func read(path: String) throws {
    do {
      try read(FileBytes(try InputFile(path: path, name: file)))
    } catch let error as SystemError where error.file == file {
      // One of another file is about the output: that ends the run.
      try deliver(.unreadable(error.message))
    }
  }

  /// Reads all that a source gives.
  ///
  /// - Throws: what the delivery and the source throw.
  mutating func read(_ bytes: any ByteSource) throws {
    let parser: any DocumentParser =
      options.splitter == .yaml
      ? try YAMLParser(bytes) : try SplitParser(bytes, by: options.splitter)
    while true {
      do {
        guard let document = try parser.next() else { break }
        if try take(document, parser) { outcome.documents += 1 }
      } catch let error as YAMLError {
        outcome.documents += 1
        takeMarks(parser)
        try deliver(.malformed(outcome.sources.relocated(finding(error))))
        if error.endsStream && !goesOnAfterErrors { break }
      }
    }
    takeMarks(parser, isEnd: true)
  }

  /// Kuma parses every part by itself.
  private var goesOnAfterErrors: Bool {
    if case .kuma = options.splitter { true } else { false }
  }

  /// Judges a document and writes it when it passes; false for one with nothing in it: null, or an empty
  /// list.
  private mutating func take(_ document: JSONDocument, _ parser: any DocumentParser) throws -> Bool
  {
    takeMarks(parser)
    if !options.validates {
      if options.writesDocuments { try write(document.root) }
      return true
    }
    if document.root.isNull { return false }
    var text =
      PolicyJudge.duplicateKeys(in: document, file: file) + surprises(parser)
      + (options.splitter == .yaml ? splitter.check(document.root, parser.layout) : [])
    let roots = ResourceList.unwrap(document.root)
    for root in roots {
      var verdict = judge.verdict(on: root, file: file, linter: linter)
      if isListed && verdict.findings.contains(where: { $0.code == .notAResource }) {
        for index in verdict.findings.indices { verdict.findings[index].severity = .note }
      }
      if let name = verdict.name {
        try deliver(.looked(name, file: file))
        for index in text.indices { text[index].resource = name }
      }
      try report(text + verdict.findings)
      text.removeAll()
      outcome.mesh.add(root, verdict, file: file)
      if verdict.passes && options.writesDocuments { try write(root, verdict) }
    }
    return !roots.isEmpty
  }

  /// Writes a document in the form asked for.
  private mutating func write(_ root: JSONNode, _ verdict: DocumentVerdict) throws {
    var result: JSONValue?
    if options.isNormalized, let (spec, form, _) = verdict.policy {
      result = StoredForm.of(root, spec, form, options.release)
    }
    if let form = options.form {
      let conversion = EnvelopeConversion(release: options.release)
      if let stored = result, let document = try JSONParser(text: stored.compactText).next() {
        result = conversion.convert(document.root, to: form)
      } else {
        result = conversion.convert(root, to: form)
      }
      if let (_, old, name) = verdict.policy, old != form {
        try report(EnvelopeConversion.nameNotes(root, to: form, file: file, name))
      }
    }
    guard let result else { return try write(root) }
    writer.write(result)
    try deliverLine()
  }

  private mutating func write(_ root: JSONNode) throws {
    if options.writesLocations {
      writer.write(root, locatedIn: file)
    } else {
      writer.write(root)
    }
    try deliverLine()
  }

  private mutating func deliverLine() throws {
    writer.endLine()
    try deliver(.text(writer.bytes))
    writer.removeAll()
  }

  // MARK: Findings

  private mutating func report(_ findings: [Finding]) throws {
    if findings.isEmpty { return }
    let kept = options.selection.filter(outcome.suppressions.filter(findings))
    if !kept.isEmpty { try deliver(.findings(kept.map(outcome.sources.relocated))) }
  }

  /// Takes what stands on the lines of the document, and before it.
  private mutating func takeMarks(_ parser: any DocumentParser, isEnd: Bool = false) {
    let end = parser.layout.end
    let marks =
      isEnd
      ? parser.takeMarks(before: .max)
      : parser.takeMarks(before: end.line + (end.column > 1 ? 1 : 0))
    for mark in marks {
      switch mark.kind {
      case .source(let path): outcome.sources.begin(path, at: mark.line)
      case .suppression(let comment):
        if options.validates {
          outcome.suppressions.add(comment, for: mark.line, in: parser.layout)
        }
      case .separator:
        outcome.sources.end(at: mark.line)
        if options.validates { splitter.add(mark) }
      case .end:
        if options.validates { splitter.add(mark) }
      }
    }
  }

  private func surprises(_ parser: any DocumentParser) -> [Finding] {
    parser.surprises.map { surprise in
      Finding(
        .yamlSurprise,
        surprise.isKey
          ? "key '\(surprise.text)' is read as \"\(surprise.value)\""
          : "'\(surprise.text)' is read as \(surprise.value)",
        at: SourceLocation(file: file, range: surprise.range),
        help: "put it in quotes where the text is meant")
    }
  }

  private func finding(_ error: YAMLError) -> Finding {
    Finding(
      error.endsStream ? .syntax : .unreadableDocument, error.message,
      at: SourceLocation(
        file: file, range: TextRange(start: error.position, end: error.position)),
      kuma: .init(
        stage: .yaml, field: "",
        message: "yaml: line \(error.position.line): \(error.message)"))
  }
}
