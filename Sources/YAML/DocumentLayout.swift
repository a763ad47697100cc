import CLibYAML
import JSON

/// How a document stands in its file, beside what it says: what readers trip over that split a file
/// without parsing it.
public struct DocumentLayout: Sendable {
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

  mutating func begin(_ event: UnsafePointer<yaml_event_t>) {
    let data = event.pointee.data.document_start
    isExplicit = data.implicit == 0
    hasDirectives =
      data.version_directive != nil || data.tag_directives.start != data.tag_directives.end
    start = Position(event.pointee.start_mark)
  }

  mutating func note(_ event: UnsafePointer<yaml_event_t>) {
    switch event.pointee.type {
    case YAML_SCALAR_EVENT:
      let data = event.pointee.data.scalar
      let isBlock =
        data.style == YAML_LITERAL_SCALAR_STYLE || data.style == YAML_FOLDED_SCALAR_STYLE
      endsWithLineBreak = isBlock && data.length > 0 && data.value[data.length - 1] == 0x0A
    case YAML_MAPPING_START_EVENT, YAML_SEQUENCE_START_EVENT, YAML_ALIAS_EVENT:
      endsWithLineBreak = false
    default: return
    }
    if hasRoot { return }
    hasRoot = true
    rootStart = Position(event.pointee.start_mark)
    switch event.pointee.type {
    case YAML_MAPPING_START_EVENT:
      rootIsBlock = event.pointee.data.mapping_start.style == YAML_BLOCK_MAPPING_STYLE
    case YAML_SEQUENCE_START_EVENT:
      rootIsBlock = event.pointee.data.sequence_start.style == YAML_BLOCK_SEQUENCE_STYLE
    default: break
    }
  }

  mutating func finish(_ event: UnsafePointer<yaml_event_t>) {
    end = Position(event.pointee.start_mark)
  }
}
