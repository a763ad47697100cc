import MeshRetryCore
import SystemIO

/// What comes of reading a file on a thread of its own.
enum FilePiece: Sendable {
  case events([ParseEvent])
  /// The end, with what is left for the end of the run.
  case outcome(FileReading.Outcome)
}

/// Events of one file, put out many at a time.
final class EventBatch {
  private let output: OrderedWork.Output<FilePiece>
  private var events: [ParseEvent] = []
  private var weight = 0

  /// Handing over one event at a time would cost more than it saves.
  private static let size = 64 * 1024

  init(_ output: OrderedWork.Output<FilePiece>) { self.output = output }

  func add(_ event: ParseEvent) throws {
    weight += event.weight
    // Lines are joined: one event less for every document.
    if case .text(let more) = event, case .text(var bytes) = events.last {
      // The bytes have one owner, so that they grow in place.
      events[events.count - 1] = .text([])
      bytes += more
      events[events.count - 1] = .text(bytes)
    } else {
      events.append(event)
    }
    if weight >= Self.size { try flush() }
  }

  func flush() throws {
    if events.isEmpty { return }
    try output.put(.events(events), weight: weight)
    (events, weight) = ([], 0)
  }

  /// Puts out the end of the file.
  func finish(_ outcome: FileReading.Outcome) throws {
    try flush()
    try output.put(.outcome(outcome), weight: 1024)
  }
}

extension ParseEvent {
  /// About how much memory it takes.
  fileprivate var weight: Int {
    switch self {
    case .text(let bytes): bytes.count
    case .findings(let findings): 1024 * findings.count
    case .malformed: 1024
    case .unreadable, .looked: 256
    }
  }
}
