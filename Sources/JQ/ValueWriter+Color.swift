internal import CLibJQ

/// The colours of values, as libjq has them: its own, changed by $JQ_COLORS.
public struct Colors: Sendable {
  /// The escape sequence before a value of the kind.
  private let starts: [String]
  /// The one before an object's key.
  let key = "\u{1B}[34;1m"
  /// The one that ends a colour.
  static let end = "\u{1B}[0m"

  func start(_ kind: JV.Kind) -> String {
    switch kind {
    case .null, .invalid: starts[0]
    case .false: starts[1]
    case .true: starts[2]
    case .number: starts[3]
    case .string: starts[4]
    case .array: starts[5]
    case .object: starts[6]
    }
  }

  /// The colours in force: a value of each kind is printed by the library and its beginning looked at.
  static func inForce() -> Colors {
    let samples = [
      jv_null(), jv_false(), jv_true(), jv_number(0), jv_string(""), jv_array(), jv_object(),
    ]
    let starts = samples.map { sample in
      let text = JV(adopting: jv_dump_string(sample, Int32(JV_PRINT_COLOR.rawValue)))
      guard let text = text.string, let end = text.firstIndex(of: "m") else { return "" }
      return String(text[...end])
    }
    return Colors(starts: starts)
  }

  /// Sets the colours from the text of $JQ_COLORS; false when it is malformed, and the colours stay.
  public static func set(_ text: UnsafePointer<CChar>?) -> Bool { jq_set_colors(text) != 0 }
}

extension ValueWriter {
  /// Writes a value in colour: every value between its kind's colour and a reset, containers setting
  /// theirs again after each element. The order of the escapes is libjq 1.6's; later releases have
  /// their own, so there the library itself prints.
  mutating func writeColored(_ value: jv) {
    if LibJQ.release > .v1_6 {
      let text = JV(adopting: jv_dump_string(jv_copy(value), libraryFlags))
      _ = text.withUTF8 { buffer.append($0) }
    } else {
      writeColored(value, depth: 0, colors: Colors.inForce())
    }
  }

  private mutating func writeColored(_ value: jv, depth: Int, colors: Colors) {
    let kind = value.kind
    let color = colors.start(kind)
    buffer.append(color)
    if !writesRemark(depth) {
      switch kind {
      case .array: writeColoredArray(value, depth: depth, color: color, colors: colors)
      case .object: writeColoredObject(value, depth: depth, color: color, colors: colors)
      default: writeScalar(value)
      }
    }
    buffer.append(Colors.end)
  }

  private mutating func writeColoredArray(
    _ array: jv, depth: Int, color: String, colors: Colors
  ) {
    let count = jv_array_length(jv_copy(array))
    if count == 0 {
      buffer.append("[]")
      return
    }
    buffer.append("[")
    for index in 0..<count {
      if index > 0 { buffer.append(",") }
      newLine(depth + 1)
      let element = jv_array_get(jv_copy(array), index)
      writeColored(element, depth: depth + 1, colors: colors)
      jv_free(element)
      buffer.append(color)
    }
    newLine(depth)
    buffer.append(color)
    buffer.append("]")
  }

  private mutating func writeColoredObject(
    _ object: jv, depth: Int, color: String, colors: Colors
  ) {
    if jv_object_length(jv_copy(object)) == 0 {
      buffer.append("{}")
      return
    }
    var isFirst = true
    buffer.append("{")
    newLine(depth + 1)
    forEachMember(of: object) { writer, key, value in
      if !isFirst {
        writer.buffer.append(",")
        writer.newLine(depth + 1)
      }
      isFirst = false
      writer.buffer.append(Colors.end)
      writer.buffer.append(colors.key)
      writer.writeString(key)
      writer.buffer.append(Colors.end)
      writer.buffer.append(color)
      writer.buffer.append(writer.layout.indent == .none ? ":" : ": ")
      writer.buffer.append(Colors.end)
      writer.writeColored(value, depth: depth + 1, colors: colors)
      writer.buffer.append(color)
    }
    newLine(depth)
    buffer.append(color)
    buffer.append("}")
  }

  /// The layout in the library's terms.
  private var libraryFlags: Int32 {
    var flags = UInt32(JV_PRINT_COLOR.rawValue)
    switch layout.indent {
    case .none: break
    case .spaces(let width): flags |= UInt32(JV_PRINT_PRETTY.rawValue) | UInt32(width & 7) << 8
    case .tab: flags |= UInt32(JV_PRINT_PRETTY.rawValue | JV_PRINT_TAB.rawValue)
    }
    if layout.sortsKeys { flags |= UInt32(JV_PRINT_SORTED.rawValue) }
    if layout.isASCII { flags |= UInt32(JV_PRINT_ASCII.rawValue) }
    return Int32(flags)
  }
}
