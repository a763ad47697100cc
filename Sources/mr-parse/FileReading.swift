import JSON
import MeshRetryCore
import SystemIO
import ToolSupport
import YAML

/// Reads one file, document by document: judged, checked by the rules, written.
struct FileReading {
  let options: ReadingOptions
  /// The name of the file in messages.
  let file: String
  /// Whether it was found in a directory, where a file that holds no resources is passed over.
  let isListed: Bool
  /// Whether no other file is read at the same time.
  let isAlone: Bool
  /// Called when a document takes much memory: reading goes on when it returns. What comes from a pipe should not
  /// wait for another input.
  let whenLarge: (@Sendable (_ canWait: Bool) -> Void)?
  let deliver: (ParseEvent) throws -> Void

  /// What is needed once all files are read.
  private(set) var outcome: Outcome
  private let judge: PolicyJudge
  private let linter: Linter
  private var splitter: SplitterWarnings
  private var writer: JSONWriter
  /// What was found of elements that are no resources, in the document that is looked at.
  private var noResources = BoundedList<Finding>()

  /// What a file leaves for the end of the run.
  struct Outcome: Sendable {
    var documents = 0
    var mesh: MeshLinter
    var suppressions: Suppressions
    var sources: HelmSources
  }

  init(
    _ file: String, isListed: Bool, isAlone: Bool, _ options: ReadingOptions,
    scratch: (any ScratchSpace)? = nil, whenLarge: (@Sendable (_ canWait: Bool) -> Void)? = nil,
    deliver: @escaping (ParseEvent) throws -> Void
  ) {
    self.whenLarge = whenLarge
    self.options = options
    self.file = file
    self.isListed = isListed
    self.isAlone = isAlone
    self.deliver = deliver
    outcome = Outcome(
      mesh: MeshLinter(release: options.release, scratch: scratch),
      suppressions: Suppressions(file: file), sources: HelmSources(file: file))
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
      let input = try InputFile(path: path, name: file)
      try read(FileBytes(input), canWait: input.isRegularFile)
    } catch let error as SystemError where error.file == file {
      // One of another file is about the output: that ends the run.
      try deliver(.unreadable(error.message))
    }
  }

  /// Reads all that a source gives.
  ///
  /// - Throws: what the delivery and the source throw.
  mutating func read(_ bytes: any ByteSource, canWait: Bool = true) throws {
    let feed = DocumentFeed(
      try parser(of: bytes, canWait: canWait), goesOnAfterErrors: cutsByKuma,
      threshold: readAheadThreshold)
    while let step = feed.next() {
      switch step.outcome {
      case .document(let parsed):
        if try take(parsed, step) { outcome.documents += 1 }
      case .malformed(let error):
        outcome.documents += 1
        takeMarks(step)
        try deliver(.malformed(outcome.sources.relocated(finding(error))))
      case .failed(let error):
        throw error
      case .end:
        takeMarks(step)
      }
    }
  }

  private func parser(of bytes: any ByteSource, canWait: Bool) throws -> any DocumentParser {
    let whenLarge = whenLarge.map { whenLarge in { @Sendable in whenLarge(canWait) } }
    if options.splitter != .yaml {
      return try SplitParser(bytes, by: options.splitter, whenLarge: whenLarge)
    }
    let parser = YAMLParser(bytes)
    parser.whenLarge = whenLarge
    return parser
  }

  /// From where on documents are parsed on a thread of their own: early in a file that is alone, unless there is
  /// nothing to do but write them; late where the cores have other files, too.
  private var readAheadThreshold: Int {
    isAlone ? options.validates ? 256 << 10 : .max : 8 << 20
  }

  /// Kuma parses every part by itself, and goes on after one that cannot be read.
  private var cutsByKuma: Bool {
    if case .kuma = options.splitter { true } else { false }
  }

  /// Judges a document and writes it when it passes; false for one with nothing in it: null, or an empty
  /// list.
  private mutating func take(_ parsed: ParsedDocument, _ step: ParseStep) throws -> Bool {
    let document = parsed.document
    takeMarks(step)
    if !options.validates {
      if options.writesDocuments { try write(document.root) }
      return true
    }
    if document.root.isNull {
      // YAML's empty document is nothing; one that Kuma has cut out it takes for a resource.
      guard cutsByKuma else {
        splitter.pass(step.layout)
        return false
      }
      try report([judge.judgeUnknown(document.root, file: file)])
      return true
    }
    let ofDocument =
      PolicyJudge.duplicateKeys(in: document, file: file) + surprises(parsed)
      + (options.splitter == .yaml ? splitter.check(document.root, step.layout) : [])
    return try take(ResourceList.unwrap(document.root), ofDocument)
  }

  /// Takes the resources of a document; false when there are none.
  private mutating func take(
    _ resources: ResourceList.Resources, _ ofDocument: [Finding]
  ) throws -> Bool {
    var isFirst = true
    defer { noResources = BoundedList() }
    for root in resources {
      if noResources.omitted > 0 && root.kind != .object {
        noResources.omit()
      } else {
        try take(root, isFirst ? ofDocument : [])
      }
      isFirst = false
    }
    if noResources.omitted > 0 {
      try report(noResources.withLeftOut().suffix(1))
    }
    return !isFirst
  }

  /// Judges a resource, reports it together with what there is to say of its document's text, and writes
  /// it when it passes.
  private mutating func take(_ root: JSONNode, _ ofDocument: [Finding]) throws {
    if let refusal = refusal(of: root) {
      return try deliver(.malformed(outcome.sources.relocated(refusal)))
    }
    var verdict = judge.verdict(on: root, file: file, linter: linter)
    if isListed && verdict.findings.contains(where: { $0.code == .notAResource }) {
      for index in verdict.findings.indices { verdict.findings[index].severity = .note }
    }
    if !verdict.passes, verdict.name == nil, let finding = verdict.findings.first {
      noResources.append(finding)
      if noResources.omitted > 0 { return }
    }
    var ofDocument = ofDocument
    if let name = verdict.name {
      try deliver(.looked(name, file: file))
      for index in ofDocument.indices { ofDocument[index].resource = name }
    }
    try report(ofDocument + verdict.findings)
    outcome.mesh.add(root, verdict, file: file)
    if verdict.passes && options.writesDocuments { try write(root, verdict) }
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
      let origin = outcome.sources.origin(of: root.range.start.line)
      try writer.write(root, locatedIn: origin.file, after: origin.linesBefore) {
        [deliver] writer in try Self.passOn(&writer, to: deliver)
      }
    } else {
      try writer.write(root) { [deliver] writer in try Self.passOn(&writer, to: deliver) }
    }
    try deliverLine()
  }

  private mutating func deliverLine() throws {
    writer.endLine()
    try Self.passOn(&writer, to: deliver)
  }

  private static func passOn(
    _ writer: inout JSONWriter, to deliver: (ParseEvent) throws -> Void
  ) throws {
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
  private mutating func takeMarks(_ step: ParseStep) {
    for mark in step.marks {
      switch mark.kind {
      case .source(let path): outcome.sources.begin(path, at: mark.line)
      case .suppression(let comment):
        if options.validates {
          outcome.suppressions.add(comment, for: mark.line, in: step.layout)
        }
      case .separator:
        outcome.sources.end(at: mark.line)
        if options.validates { splitter.add(mark) }
      case .end:
        if options.validates { splitter.add(mark) }
      }
    }
  }

  private func surprises(_ parsed: ParsedDocument) -> [Finding] {
    let findings = parsed.surprises.map { surprise in
      Finding(
        .yamlSurprise,
        surprise.isKey
          ? "key '\(surprise.text)' is read as \"\(surprise.value)\""
          : "'\(surprise.text)' is read as \(surprise.value)",
        at: SourceLocation(file: file, range: surprise.range),
        help: "put it in quotes where the text is meant")
    }
    return findings.withLeftOut(isOfOneRule: true)
  }

  private func finding(_ error: YAMLError) -> Finding {
    let place = { (position: Position) in
      SourceLocation(file: file, range: TextRange(start: position, end: position))
    }
    var finding = Finding(
      error.endsStream ? .syntax : .unreadableDocument, error.message, at: place(error.position),
      kuma: .init(
        stage: .yaml, field: "",
        message: "yaml: line \(error.position.line): \(error.message)"),
      help: error.help)
    if let context = error.context, context.position != error.position {
      finding.related = [.init("\(context.text) that begins here", at: place(context.position))]
    }
    return finding
  }
}
