import JSON

extension DecodingProblem {
  /// The integers of Go's types that fields of a policy have.
  private static let ranges: [(type: String, text: String)] = [
    ("uint32", "from 0 to \(UInt32.max)"), ("int32", "from \(Int32.min) to \(Int32.max)"),
    ("int64", "from \(Int64.min) to \(Int64.max)"),
  ]

  /// What is wrong with the value at a path, in plain words where Go's are about its own types.
  func sentence(_ path: FieldPath?) -> String {
    guard code == .numberOutOfRange, let number = node.number?.text, let path,
      let range = Self.ranges.first(where: { message.hasSuffix(" of type \($0.type)") })
    else { return plainMessage }
    return "\(path.subject) cannot be \(number): it is a whole number \(range.text)"
  }
}
