import JSON
import SystemIO
import YAML

/// A document with all that the parser says of it.
struct ParsedDocument: Sendable {
  var document: JSONDocument
  var surprises: BoundedList<ScalarSurprise>
}

/// What a parser gives at one step, with what was found on the lines up to there.
struct ParseStep: Sendable {
  enum Outcome: Sendable {
    case document(ParsedDocument)
    case malformed(YAMLError)
    /// The source cannot be read.
    case failed(any Error)
    case end
  }

  var outcome: Outcome
  var layout: DocumentLayout
  var marks: [TextMark]
}

/// The steps of a parser, one by one. Of a long text they are made on a second thread, so that documents
/// are judged and written while the next ones are parsed.
final class DocumentFeed {
  private let steps: StepMaker
  private var ahead: ReadAhead<[ParseStep]>?
  /// What is there already, the next one last.
  private var batch: [ParseStep] = []
  private var read = 0
  private let threshold: Int
  private static let aheadLimit = 2 * 1024 * 1024

  /// - Parameter threshold: the bytes of documents below which a thread costs more than it saves.
  init(_ parser: any DocumentParser, goesOnAfterErrors: Bool, threshold: Int) {
    steps = StepMaker(parser, goesOnAfterErrors: goesOnAfterErrors)
    self.threshold = threshold
  }

  /// The next step; nil after the end.
  func next() -> ParseStep? {
    if let step = batch.popLast() { return step }
    if let ahead {
      batch = ahead.next() ?? []
      return batch.popLast()
    }
    guard let step = steps.next() else { return nil }
    read += step.weight
    if read > threshold {
      ahead = ReadAhead(limit: Self.aheadLimit, after: step.weight) { [steps] in steps.batch() }
    }
    return step
  }
}

extension ParseStep {
  /// About how much memory it takes.
  fileprivate var weight: Int {
    if case .document(let parsed) = outcome { parsed.document.footprint } else { 1024 }
  }
}

/// Asks a parser for its steps: on one thread at a time, the second one once the first has let go of it.
private final class StepMaker: @unchecked Sendable {
  private let parser: any DocumentParser
  private let goesOnAfterErrors: Bool
  private var hasEnded = false

  /// Handing over one document at a time would cost more than it saves.
  private static let batchWeight = 256 * 1024

  init(_ parser: any DocumentParser, goesOnAfterErrors: Bool) {
    self.parser = parser
    self.goesOnAfterErrors = goesOnAfterErrors
  }

  /// Some steps together, the first one last; nil after the end.
  func batch() -> (element: [ParseStep], weight: Int)? {
    var steps: [ParseStep] = []
    var weight = 0
    while weight < Self.batchWeight, let step = next() {
      weight += step.weight
      steps.append(step)
    }
    steps.reverse()
    return steps.isEmpty ? nil : (steps, weight)
  }

  func next() -> ParseStep? {
    guard !hasEnded else { return nil }
    let outcome: ParseStep.Outcome
    do {
      if let document = try parser.next() {
        outcome = .document(ParsedDocument(document: document, surprises: parser.surprises))
      } else {
        outcome = .end
        hasEnded = true
      }
    } catch let error as YAMLError {
      outcome = .malformed(error)
      hasEnded = error.endsStream && !goesOnAfterErrors
    } catch {
      outcome = .failed(error)
      hasEnded = true
    }
    return ParseStep(outcome: outcome, layout: parser.layout, marks: marks())
  }

  /// What stands on the lines of the document, and before it.
  private func marks() -> [TextMark] {
    if hasEnded { return parser.takeMarks(before: .max) }
    let end = parser.layout.end
    return parser.takeMarks(before: end.line + (end.column > 1 ? 1 : 0))
  }
}
