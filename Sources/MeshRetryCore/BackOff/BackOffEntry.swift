import JSON

extension BackOffSource {
  /// A subject with its conf, as a document has them.
  public struct Entry: Sendable {
    /// What the conf is for.
    public var subject: BackOffSubject
    /// The section of the conf that counts; nil for protocols that have none.
    public var section: EffectiveMeshRetry.Section?
    /// The conf; nil when no policy reaches the destination.
    public var conf: Conf?
    /// Where the conf was read; nil for a conf from options. It keeps the whole document in memory.
    let node: JSONNode?

    /// A conf that is in no document.
    public init(
      _ subject: BackOffSubject, section: EffectiveMeshRetry.Section?, conf: Conf?
    ) {
      self.init(subject, section, conf, node: nil)
    }

    init(
      _ subject: BackOffSubject, _ section: EffectiveMeshRetry.Section?, _ conf: Conf?,
      node: JSONNode?
    ) {
      self.subject = subject
      self.section = section
      self.conf = conf
      self.node = node
    }

    /// What Envoy works with.
    public var settings: RetrySettings {
      guard let section else {
        return RetrySettings(
          without: nil,
          because: "MeshRetry does nothing for protocol \(subject.protocol): no retries")
      }
      guard let conf else {
        return RetrySettings(without: section, because: "no MeshRetry applies: no retries")
      }
      return RetrySettings(conf, section, release: subject.release)
    }

    /// Where remarks belong; nil for a conf that is in no document.
    public var places: ConfPlaces? { node.map { ConfPlaces($0, section) } }
  }
}

/// Where the fields stood that remarks may be about, for when the document is gone.
public struct ConfPlaces: Sendable {
  private let conf: TextRange
  /// A place for each of ``ScheduleRemark/Field``.
  private let fields: [TextRange]

  init(_ conf: JSONNode, _ section: EffectiveMeshRetry.Section?) {
    self.conf = conf.range
    let section = section.flatMap { Self.member($0.rawValue, of: conf) } ?? conf
    fields = ScheduleRemark.Field.allCases.map {
      (Self.member($0.rawValue, of: section) ?? section).range
    }
  }

  /// The place of the field, or of the innermost value around it.
  public func range(of field: ScheduleRemark.Field?) -> TextRange {
    guard let field, let index = ScheduleRemark.Field.allCases.firstIndex(of: field) else {
      return conf
    }
    return fields[index]
  }

  /// A member by its key, whose case does not count.
  private static func member(_ key: String, of node: JSONNode) -> JSONNode? {
    node.members.first { $0.key.string?.lowercased() == key.lowercased() }?.value
  }
}
