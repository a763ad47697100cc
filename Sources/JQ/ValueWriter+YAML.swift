internal import CLibJQ

extension ValueWriter {
  /// Writes a value as a YAML document in block style, without the last line feed: two columns a
  /// level, strings plain where no reader could take them for anything else, text of several lines as
  /// a literal block.
  mutating func writeYAML(_ value: borrowing JV) {
    writeYAML(value.raw, indent: 0, place: .document)
  }

  /// What stands before a value on its line.
  private enum Place {
    case document, key, dash
  }

  /// - Parameter indent: the column of the value's members, or of the lines of its text.
  private mutating func writeYAML(_ value: jv, indent: Int, place: Place) {
    switch jv_get_kind(value) {
    case JV_KIND_ARRAY where jv_array_length(jv_copy(value)) > 0:
      writeYAMLArray(value, indent: indent, place: place)
    case JV_KIND_OBJECT where jv_object_length(jv_copy(value)) > 0:
      writeYAMLObject(value, indent: indent, place: place)
    default:
      if place == .key { buffer.append(UInt8(ascii: " ")) }
      writeYAMLScalar(value, indent: place == .document ? 2 : indent)
    }
  }

  private mutating func writeYAMLScalar(_ value: jv, indent: Int) {
    switch jv_get_kind(value) {
    case JV_KIND_STRING: writeYAMLString(value.utf8, indent: indent)
    case JV_KIND_NUMBER: writeYAMLNumber(value)
    case JV_KIND_ARRAY: buffer.append("[]")
    case JV_KIND_OBJECT: buffer.append("{}")
    default: writeScalar(value)
    }
  }

  /// A number; YAML 1.1 wants a point before an exponent.
  private mutating func writeYAMLNumber(_ value: jv) {
    var text = ByteBuffer()
    NumberText.append(value, to: &text)
    let exponent = text.bytes.firstIndex { $0 | 0x20 == UInt8(ascii: "e") }
    guard let exponent, !text.bytes.contains(UInt8(ascii: ".")) else {
      buffer.append(text.bytes)
      return
    }
    buffer.append(UnsafeBufferPointer(rebasing: text.bytes[..<exponent]))
    buffer.append(".0")
    buffer.append(UnsafeBufferPointer(rebasing: text.bytes[exponent...]))
  }

  private mutating func writeYAMLArray(_ array: jv, indent: Int, place: Place) {
    for index in 0..<jv_array_length(jv_copy(array)) {
      if index > 0 || place == .key { newYAMLLine(indent) }
      buffer.append("- ")
      let element = jv_array_get(jv_copy(array), index)
      writeYAML(element, indent: indent + 2, place: .dash)
      jv_free(element)
    }
  }

  private mutating func writeYAMLObject(_ object: jv, indent: Int, place: Place) {
    var isFirst = true
    forEachMember(of: object) { writer, key, value in
      if !isFirst || place == .key { writer.newYAMLLine(indent) }
      isFirst = false
      writer.writeYAMLKey(key.utf8, indent: indent)
      writer.writeYAML(value, indent: indent + 2, place: .key)
    }
  }

  /// A key with its colon; a long one in the explicit form, as readers limit the other.
  private mutating func writeYAMLKey(_ key: UnsafeBufferPointer<UInt8>, indent: Int) {
    let isLong = key.count > 120
    if isLong { buffer.append("? ") }
    if YAMLText.isPlain(key, ascii: layout.isASCII) {
      buffer.append(key)
    } else {
      YAMLText.appendQuoted(key, ascii: layout.isASCII, to: &buffer)
    }
    if isLong { newYAMLLine(indent) }
    buffer.append(UInt8(ascii: ":"))
  }

  private mutating func writeYAMLString(_ text: UnsafeBufferPointer<UInt8>, indent: Int) {
    if YAMLText.isPlain(text, ascii: layout.isASCII) {
      buffer.append(text)
    } else if YAMLText.fitsBlock(text, ascii: layout.isASCII) {
      writeYAMLBlock(text, indent: indent)
    } else {
      YAMLText.appendQuoted(text, ascii: layout.isASCII, to: &buffer)
    }
  }

  /// A literal block; its header says what becomes of the line feeds at its end.
  private mutating func writeYAMLBlock(_ text: UnsafeBufferPointer<UInt8>, indent: Int) {
    let feed = UInt8(ascii: "\n")
    var lines = text.split(separator: feed, omittingEmptySubsequences: false)
    let endsInFeed = text.last == feed
    if endsInFeed { lines.removeLast() }
    let keepsFeeds = endsInFeed && lines.last?.isEmpty == true
    buffer.append(keepsFeeds ? "|+" : endsInFeed ? "|" : "|-")
    for line in lines {
      if line.isEmpty {
        buffer.append(feed)
      } else {
        newYAMLLine(indent)
        buffer.append(UnsafeBufferPointer(rebasing: line))
      }
    }
  }

  private mutating func newYAMLLine(_ indent: Int) {
    buffer.append(UInt8(ascii: "\n"))
    buffer.append(repeating: UInt8(ascii: " "), count: indent)
  }
}
