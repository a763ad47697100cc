internal import CLibJQ

/// How values are laid out as text.
public struct Layout: Sendable {
  /// What stands before a member on its own line.
  public enum Indent: Sendable, Equatable {
    /// Everything on one line.
    case none
    /// A member a line, so many spaces a level, 0 included.
    case spaces(Int)
    /// A member a line, a tab a level.
    case tab
  }

  /// The indentation.
  public var indent: Indent = .spaces(2)
  /// Whether keys come in order, by their bytes.
  public var sortsKeys = false
  /// Whether everything beyond ASCII is escaped.
  public var isASCII = false
  /// Whether values are coloured for a terminal.
  public var isColored = false

  /// jq's layout without options.
  public init() {}

  /// The same with everything on one line.
  var compact: Layout {
    var layout = self
    layout.indent = .none
    return layout
  }
}

/// Writes values as jq prints them, into a buffer: it walks them with libjq's iterators, which takes
/// half the time of libjq's own printer.
public struct ValueWriter: ~Copyable {
  let layout: Layout
  /// What has been written.
  public var buffer = ByteBuffer()

  /// A writer of that layout.
  public init(_ layout: Layout) { self.layout = layout }

  /// Writes a value.
  public mutating func write(_ value: borrowing JV) {
    if layout.isColored {
      writeColored(value.raw)
    } else {
      write(value.raw, depth: 0)
    }
  }

  // MARK: Without colours

  private mutating func write(_ value: jv, depth: Int) {
    if depth > PrintDepth.least && writesRemark(depth) { return }
    switch jv_get_kind(value) {
    case JV_KIND_ARRAY: writeArray(value, depth: depth)
    case JV_KIND_OBJECT: writeObject(value, depth: depth)
    default: writeScalar(value)
    }
  }

  mutating func writeScalar(_ value: jv) {
    switch jv_get_kind(value) {
    case JV_KIND_FALSE: buffer.append("false")
    case JV_KIND_TRUE: buffer.append("true")
    case JV_KIND_NUMBER: NumberText.append(value, to: &buffer)
    case JV_KIND_STRING: writeString(value)
    default: buffer.append("null")
    }
  }

  mutating func writeString(_ value: jv) {
    StringText.append(value.utf8, ascii: layout.isASCII, to: &buffer)
  }

  private mutating func writeArray(_ array: jv, depth: Int) {
    let count = jv_array_length(jv_copy(array))
    if count == 0 {
      buffer.append("[]")
      return
    }
    buffer.append(UInt8(ascii: "["))
    for index in 0..<count {
      if index > 0 { buffer.append(UInt8(ascii: ",")) }
      newLine(depth + 1)
      let element = jv_array_get(jv_copy(array), index)
      write(element, depth: depth + 1)
      jv_free(element)
    }
    newLine(depth)
    buffer.append(UInt8(ascii: "]"))
  }

  private mutating func writeObject(_ object: jv, depth: Int) {
    var isFirst = true
    buffer.append(UInt8(ascii: "{"))
    forEachMember(of: object) { writer, key, value in
      if !isFirst { writer.buffer.append(UInt8(ascii: ",")) }
      isFirst = false
      writer.newLine(depth + 1)
      writer.writeString(key)
      writer.buffer.append(UInt8(ascii: ":"))
      if writer.layout.indent != .none { writer.buffer.append(UInt8(ascii: " ")) }
      writer.write(value, depth: depth + 1)
    }
    if !isFirst { newLine(depth) }
    buffer.append(UInt8(ascii: "}"))
  }

  // MARK: Shared with the coloured form

  /// Visits the members in the order of the layout, with key and value lent.
  @inline(__always)
  mutating func forEachMember(
    of object: jv, _ body: (inout ValueWriter, _ key: jv, _ value: jv) -> Void
  ) {
    if layout.sortsKeys {
      let keys = jv_keys(jv_copy(object))
      for index in 0..<jv_array_length(jv_copy(keys)) {
        let key = jv_array_get(jv_copy(keys), index)
        let value = jv_object_get(jv_copy(object), jv_copy(key))
        body(&self, key, value)
        jv_free(value)
        jv_free(key)
      }
      jv_free(keys)
    } else {
      var index = jv_object_iter(object)
      while jv_object_iter_valid(object, index) != 0 {
        let key = jv_object_iter_key(object, index)
        let value = jv_object_iter_value(object, index)
        body(&self, key, value)
        jv_free(value)
        jv_free(key)
        index = jv_object_iter_next(object, index)
      }
    }
  }

  /// Puts the library's remark in the place of a value that it would not print; false for any other.
  mutating func writesRemark(_ depth: Int) -> Bool {
    guard depth > PrintDepth.library.limit else { return false }
    buffer.append(PrintDepth.library.remark)
    return true
  }

  /// Begins a line at that level, unless everything is on one.
  @inline(__always)
  mutating func newLine(_ level: Int) {
    switch layout.indent {
    case .none: return
    case .spaces(let width):
      buffer.append(UInt8(ascii: "\n"))
      buffer.append(repeating: UInt8(ascii: " "), count: width * level)
    case .tab:
      buffer.append(UInt8(ascii: "\n"))
      buffer.append(repeating: UInt8(ascii: "\t"), count: level)
    }
  }
}
