import CLibYAML
import JSON

/// How a document stands in its file, beside what it says: what readers trip over that split a file
/// without parsing it.
public struct DocumentLayout: Sendable, Equatable {
  /// Whether it begins with `---`.
  public var isExplicit = false
  /// Whether `%YAML` or `%TAG` lines stand before it.
  public var hasDirectives = false
  /// Where it begins: at its `---`, its directives, or its first value.
  public var start = Position.start
  /// Where its value begins.
  public var rootStart = Position.start
  /// Whether its value is a mapping or sequence in block style.
  public var rootIsBlock = false
  /// Whether its last scalar is a block scalar that ends in a line break.
  public var endsWithLineBreak = false
  /// Where it ends: the place of the next `---`, or of the end.
  public var end = Position.start
  private var hasRoot = false

  /// The start of a document that has no directives.
  mutating func begin(at position: Position, isExplicit: Bool) {
    (start, self.isExplicit) = (position, isExplicit)
  }

  /// The first thing in it.
  mutating func root(at position: Position, isBlock: Bool) {
    if hasRoot { return }
    (hasRoot, rootStart, rootIsBlock) = (true, position, isBlock)
  }

  mutating func begin(_ event: UnsafePointer<yaml_event_t>) {
    let data = event.pointee.data.document_start
    begin(at: Position(event.pointee.start_mark), isExplicit: data.implicit == 0)
    hasDirectives =
      data.version_directive != nil || data.tag_directives.start != data.tag_directives.end
  }

  mutating func note(_ event: UnsafePointer<yaml_event_t>) {
    var isBlock = false
    switch event.pointee.type {
    case YAML_SCALAR_EVENT:
      let data = event.pointee.data.scalar
      let isBlockScalar =
        data.style == YAML_LITERAL_SCALAR_STYLE || data.style == YAML_FOLDED_SCALAR_STYLE
      endsWithLineBreak = isBlockScalar && data.length > 0 && data.value[data.length - 1] == 0x0A
    case YAML_MAPPING_START_EVENT:
      endsWithLineBreak = false
      isBlock = event.pointee.data.mapping_start.style == YAML_BLOCK_MAPPING_STYLE
    case YAML_SEQUENCE_START_EVENT:
      endsWithLineBreak = false
      isBlock = event.pointee.data.sequence_start.style == YAML_BLOCK_SEQUENCE_STYLE
    case YAML_ALIAS_EVENT: endsWithLineBreak = false
    default: return
    }
    root(at: Position(event.pointee.start_mark), isBlock: isBlock)
  }

  mutating func finish(_ event: UnsafePointer<yaml_event_t>) {
    end = Position(event.pointee.start_mark)
  }
}
